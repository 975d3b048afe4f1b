package org.tierlab.sim.engine;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tierlab.api.memory.Vma;
import org.tierlab.api.workload.AccessLaw;
import org.tierlab.api.workload.AccessLaw.Component;
import org.tierlab.sim.law.DrawnTable;
import org.tierlab.sim.law.DrawnTask;
import org.tierlab.sim.memory.AddressSpace;
import org.tierlab.sim.task.SimTask;

/** Has the accesses of all tasks drawn from their laws, or says why that cannot be. */
final class LawsOfTasks {
  /** By how much weights of a mixture may miss 1. */
  private static final double ROUNDING = 1e-9;

  private final Engine engine;
  private final Map<AddressSpace, DrawnTable> tables = new LinkedHashMap<>();

  LawsOfTasks(Engine engine) {
    this.engine = engine;
  }

  void draw(List<SimTask> tasks) {
    for (SimTask task : tasks) {
      AccessLaw law = task.law();
      if (law == null) {
        throw refused(
            task, "states no law of its accesses: a trace, or accesses that hang on data");
      }
      if (law.phases().isEmpty()) {
        throw refused(task, "states a law without phases");
      }
      law.phases().forEach(phase -> check(task, phase));
      task.draw(new DrawnTask(tableOf(task.mm()), law.phases()));
    }
  }

  private static void check(SimTask task, AccessLaw.Phase phase) {
    double weights = 0;
    for (Component part : phase.mixture()) {
      weights += part.weight();
      check(task, part);
      if (part.pattern() instanceof AccessLaw.Sequential && phase.mixture().size() > 1) {
        throw refused(task, "mixes accesses in order with others");
      }
    }
    if (!(Math.abs(weights - 1) <= ROUNDING)) {
      throw refused(task, "states a mixture whose weights add up to " + weights);
    }
  }

  private static void check(SimTask task, Component part) {
    AddressSpace mm = task.mm();
    long last = part.firstPage() + part.pages() - 1;
    if (part.pages() < 1 || !mm.maps(part.firstPage()) || !mm.maps(last)) {
      throw refused(task, "states a law for pages that are not mapped");
    }
    Vma vma = mm.vmaOf(part.firstPage());
    if (last >= vma.endPage()) {
      throw refused(task, "accesses a range of more than one mapping");
    }
    if (part.pages() >>> vma.order() >= Integer.MAX_VALUE) {
      throw refused(task, "accesses 2^31 folios or more");
    }
  }

  /** The page tables in use, in order. */
  List<DrawnTable> tables() {
    return List.copyOf(tables.values());
  }

  private DrawnTable tableOf(AddressSpace mm) {
    return tables.computeIfAbsent(
        mm,
        its ->
            new DrawnTable(
                its.store(),
                its::vmaOf,
                number ->
                    new CounterStream(
                        engine.seed(), "law:" + its.id() + (number == 0 ? "" : ":" + number))));
  }

  private static IllegalArgumentException refused(SimTask task, String why) {
    return new IllegalArgumentException(
        "mode 'statistical' cannot be used: task '"
            + task.name()
            + "' "
            + why
            + "; use mode 'exact'");
  }
}
