package org.tierlab.sim.engine;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.tierlab.api.memory.Vma;
import org.tierlab.api.workload.AccessLaw;
import org.tierlab.api.workload.AccessLaw.Component;
import org.tierlab.sim.law.DrawnTask;
import org.tierlab.sim.law.UniformPages;
import org.tierlab.sim.memory.AddressSpace;
import org.tierlab.sim.task.SimTask;

/** Has the accesses of all tasks drawn from their laws, or says why that cannot be. */
final class LawsOfTasks {
  private final Engine engine;
  private final Map<AddressSpace, Component> parts = new HashMap<>();
  private final Map<AddressSpace, UniformPages> pages = new LinkedHashMap<>();

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
      if (law.phases().size() != 1 || law.phases().get(0).mixture().size() != 1) {
        throw refused(task, "has phases or a mixture of patterns");
      }
      AccessLaw.Phase phase = law.phases().get(0);
      UniformPages its = pagesOf(task, phase.mixture().get(0));
      task.draw(new DrawnTask(its, phase.accesses(), phase.gapNs()));
    }
  }

  /** The laws in use, in order. */
  List<UniformPages> laws() {
    return List.copyOf(pages.values());
  }

  private UniformPages pagesOf(SimTask task, Component part) {
    AddressSpace mm = task.mm();
    if (!(part.pattern() instanceof AccessLaw.Uniform)) {
      throw refused(task, "does not access its pages uniformly");
    }
    @Nullable Component before = parts.putIfAbsent(mm, part);
    if (before != null && !before.equals(part)) {
      throw refused(task, "has another law than other tasks of its process");
    }
    UniformPages made = pages.get(mm);
    if (made == null) {
      Vma vma = mm.vmaOf(part.firstPage());
      long mask = vma.folioPages() - 1L;
      long end = part.firstPage() + part.pages();
      if (((part.firstPage() | part.pages()) & mask) != 0 || end > vma.endPage()) {
        throw refused(task, "accesses a range that is not one of whole folios of one mapping");
      }
      if (part.pages() >>> vma.order() > Integer.MAX_VALUE) {
        throw refused(task, "accesses 2^31 folios or more");
      }
      made =
          new UniformPages(
              mm.store(),
              part.firstPage(),
              vma.order(),
              part.pages() >>> vma.order(),
              part.writeFraction(),
              new CounterStream(engine.seed(), "law:" + mm.id()));
      mm.store().draw(made);
      pages.put(mm, made);
    }
    return made;
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
