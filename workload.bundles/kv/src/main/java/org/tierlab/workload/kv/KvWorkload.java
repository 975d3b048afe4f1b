package org.tierlab.workload.kv;

import java.util.ArrayList;
import java.util.List;
import org.tierlab.api.knob.KnobException;
import org.tierlab.api.memory.Vma;
import org.tierlab.api.time.RandomStream;
import org.tierlab.api.workload.AccessLaw;
import org.tierlab.api.workload.AddressSpaceBuilder;
import org.tierlab.api.workload.Placement;
import org.tierlab.api.workload.WorkloadContext;

/**
 * A key-value store: threads ask for keys by a Zipf law and touch every page of the value. Hot keys
 * are scattered over the store, so that a page of small values is as hot as its hottest key; with
 * several phases other keys become hot at each.
 *
 * <p>The index of the store and the words of a value within a page are not modelled: an access is
 * one page of one value.
 */
public final class KvWorkload {
  private final KvKnobs knobs;

  /**
   * Checks the knobs' combination.
   *
   * @param knobs sizes and counts
   */
  public KvWorkload(KvKnobs knobs) {
    this.knobs = knobs;
    if (Math.multiplyHigh(knobs.keys(), knobs.valueSize()) != 0
        || knobs.keys() * knobs.valueSize() < 0
        || knobs.keys() * knobs.valueSize() > 1L << 50) {
      throw new KnobException(
          "keys",
          "knob 'keys' is '%d', which times %d bytes is more than 2^50"
              .formatted(knobs.keys(), knobs.valueSize()));
    }
  }

  /**
   * Builds the store and its threads, each with a random stream of its own.
   *
   * @param context the run
   */
  public void build(WorkloadContext context) {
    AddressSpaceBuilder process = context.process("kv");
    Vma values =
        process.map(
            "values", knobs.keys() * knobs.valueSize(), knobs.order(), new Placement(knobs.node()));
    long[] places = new long[knobs.phases()];
    RandomStream random = context.random("places");
    for (int phase = 0; phase < places.length; phase++) {
      places[phase] = random.nextLong();
    }
    for (int thread = 0; thread < knobs.threads(); thread++) {
      String name = "kv-" + thread;
      KeyAccesses accesses =
          new KeyAccesses(knobs, values.firstPage(), places, context.random(name));
      var task = process.task(name, accesses).overlappingMisses(knobs.overlappingMisses());
      if (knobs.pagesPerValue() > 0) {
        task.expectedAccesses(knobs.operations() * knobs.pagesPerValue());
      }
      if (knobs.valuesPerPage() > 0) {
        task.law(law(values.firstPage(), places));
      }
    }
  }

  /** Known where no value spans pages: otherwise pages come in runs. */
  private AccessLaw law(long firstPage, long[] places) {
    List<AccessLaw.Phase> phases = new ArrayList<>();
    long pages = knobs.keys() / knobs.valuesPerPage();
    for (int phase = 0; phase < places.length; phase++) {
      AccessLaw.Pattern pattern =
          knobs.theta() == 0
              ? new AccessLaw.Uniform()
              : new AccessLaw.Zipf(knobs.theta(), places[phase], knobs.valuesPerPage());
      phases.add(
          new AccessLaw.Phase(
              knobs.operationsOf(phase),
              knobs.thinkTime(),
              List.of(
                  new AccessLaw.Component(firstPage, pages, 1, knobs.writeFraction(), pattern))));
    }
    return new AccessLaw(phases);
  }
}
