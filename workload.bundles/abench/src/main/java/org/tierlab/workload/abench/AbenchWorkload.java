package org.tierlab.workload.abench;

import java.util.List;
import org.tierlab.api.knob.KnobException;
import org.tierlab.api.memory.Vma;
import org.tierlab.api.workload.AccessLaw;
import org.tierlab.api.workload.AddressSpaceBuilder;
import org.tierlab.api.workload.Placement;
import org.tierlab.api.workload.WorkloadContext;

/**
 * The access benchmark with which the slow-tier promotion patches of March 2025 were measured:
 * threads of one process make uniformly random page accesses in iterations with a short pause
 * between them.
 *
 * <p>The process's first thread starts the others and waits for them (assumed).
 *
 * <p>How many accesses an iteration has was not published. The region's pages per thread is
 * inferred: with it, the published times come to the same time per access at every size.
 */
public final class AbenchWorkload {
  private final AbenchKnobs knobs;
  private final long accessesPerThread;

  /**
   * Checks the knobs' combination.
   *
   * @param knobs sizes and counts
   */
  public AbenchWorkload(AbenchKnobs knobs) {
    this.knobs = knobs;
    try {
      accessesPerThread = Math.multiplyExact(knobs.iterations(), knobs.accessesOfIteration());
    } catch (ArithmeticException e) {
      KnobException refused =
          new KnobException(
              "iterations",
              "knob 'iterations' is '%d', which times %d accesses is more than 2^63"
                  .formatted(knobs.iterations(), knobs.accessesOfIteration()));
      refused.initCause(e);
      throw refused;
    }
  }

  /**
   * Builds the process and its threads, each with a random stream of its own.
   *
   * @param context the run
   */
  public void build(WorkloadContext context) {
    AddressSpaceBuilder process = context.process("abench").leaderWaits();
    Vma region = process.map("region", knobs.region(), knobs.order(), new Placement(knobs.node()));
    AccessLaw law = law(region.firstPage());
    for (int thread = 0; thread < knobs.threads(); thread++) {
      String name = "abench-" + thread;
      process
          .task(name, new UniformAccesses(knobs, region.firstPage(), context.random(name)))
          .overlappingMisses(knobs.overlappingMisses())
          .expectedAccesses(accessesPerThread)
          .law(law);
    }
  }

  /** One phase: the pauses, few beside the accesses, are spread evenly over them. */
  private AccessLaw law(long firstPage) {
    double gapNs = (double) knobs.thinkTime() * (knobs.iterations() - 1) / accessesPerThread;
    return new AccessLaw(
        List.of(
            new AccessLaw.Phase(
                accessesPerThread,
                gapNs,
                List.of(
                    new AccessLaw.Component(
                        firstPage,
                        knobs.regionPages(),
                        1,
                        knobs.writeFraction(),
                        new AccessLaw.Uniform())))));
  }
}
