package org.tierlab.sim;

import java.util.List;
import org.tierlab.api.knob.Knob;
import org.tierlab.api.memory.Vma;
import org.tierlab.api.workload.Access;
import org.tierlab.api.workload.AccessLaw;
import org.tierlab.api.workload.AccessLaw.Component;
import org.tierlab.api.workload.Placement;
import org.tierlab.api.workload.Workload;
import org.tierlab.api.workload.WorkloadContext;
import org.tierlab.api.workload.WorkloadSpec;

/** Tasks that touch pages of one mapping at random. */
public final class UniformWorkload implements Workload {
  record Config(
      @Knob(value = "256", about = "Pages.") long pages,
      @Knob(value = "1", about = "Tasks.") int tasks,
      @Knob(value = "100000", about = "Accesses of each task.") long accesses,
      @Knob(value = "0", about = "Folio order.") int order,
      @Knob(value = "-1", about = "Node, -1 for first touch.") int node,
      @Knob(value = "0", about = "Gap before each access, ns.") int gap) {}

  @Override
  public WorkloadSpec spec() {
    return new WorkloadSpec(Config.class, "accesses");
  }

  @Override
  public void build(WorkloadContext context) {
    Config config = context.knobs(Config.class).get();
    var process = context.process("uniform");
    Vma vma = process.map("heap", config.pages * 4096, config.order, new Placement(config.node));
    for (int i = 0; i < config.tasks; i++) {
      var random = context.random("task" + i);
      long[] left = {config.accesses};
      process
          .task(
              "task" + i,
              batch -> {
                while (left[0] > 0 && batch.room() > 0) {
                  long page = vma.firstPage() + random.nextLong(vma.pages());
                  batch.add(Access.of(page & -vma.folioPages(), (left[0] & 1) == 0, config.gap));
                  left[0]--;
                }
                return batch.to() > batch.from();
              })
          .expectedAccesses(config.accesses)
          .law(law(config, vma));
    }
  }

  private static AccessLaw law(Config config, Vma vma) {
    Component all = new Component(vma.firstPage(), vma.pages(), 1, 0.5, new AccessLaw.Uniform());
    return new AccessLaw(List.of(new AccessLaw.Phase(config.accesses, config.gap, List.of(all))));
  }
}
