package __PACKAGE__;

import org.tierlab.api.memory.Vma;
import org.tierlab.api.workload.AddressSpaceBuilder;
import org.tierlab.api.workload.Placement;
import org.tierlab.api.workload.WorkloadContext;

/**
 * Hot and cold memory: one mapping, of which a part is read most of the time and the rest seldom.
 *
 * <p>The same experiment and seed give the same accesses, whatever the run does meanwhile.
 */
public final class __CLASS__Workload {
  private final __CLASS__Knobs knobs;

  /**
   * Makes a workload.
   *
   * @param knobs sizes and counts
   */
  public __CLASS__Workload(__CLASS__Knobs knobs) {
    this.knobs = knobs;
  }

  /**
   * Builds the process and its tasks, each with a random stream of its own.
   *
   * @param context the run
   */
  public void build(WorkloadContext context) {
    AddressSpaceBuilder process = context.process("__NAME__");
    Vma memory = process.map("memory", knobs.pages() * 4096, 0, new Placement(knobs.node()));
    for (int thread = 0; thread < knobs.threads(); thread++) {
      String name = "__NAME__-" + thread;
      process
          .task(name, new __CLASS__Accesses(knobs, memory.firstPage(), context.random(name)))
          .expectedAccesses(knobs.accesses());
    }
  }
}
