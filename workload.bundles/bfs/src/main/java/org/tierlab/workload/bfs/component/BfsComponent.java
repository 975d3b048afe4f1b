package org.tierlab.workload.bfs.component;

import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ServiceScope;
import org.tierlab.api.PluginName;
import org.tierlab.api.workload.Workload;
import org.tierlab.api.workload.WorkloadContext;
import org.tierlab.api.workload.WorkloadSpec;
import org.tierlab.workload.bfs.BfsKnobs;
import org.tierlab.workload.bfs.BfsWorkload;

/** The service {@code bfs}. */
@Component(service = Workload.class, scope = ServiceScope.PROTOTYPE)
@PluginName(name = "bfs")
public final class BfsComponent implements Workload {
  private static final WorkloadSpec SPEC =
      new WorkloadSpec(BfsKnobs.class, "cache-line accesses of a graph");

  /** Made by the framework, once per run. */
  public BfsComponent() {}

  @Override
  public WorkloadSpec spec() {
    return SPEC;
  }

  @Override
  public void build(WorkloadContext context) {
    new BfsWorkload(context.knobs(BfsKnobs.class).get()).build(context);
  }
}
