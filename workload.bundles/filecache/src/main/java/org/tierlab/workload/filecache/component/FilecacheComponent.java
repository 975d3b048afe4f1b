package org.tierlab.workload.filecache.component;

import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ServiceScope;
import org.tierlab.api.PluginName;
import org.tierlab.api.workload.Workload;
import org.tierlab.api.workload.WorkloadContext;
import org.tierlab.api.workload.WorkloadSpec;
import org.tierlab.workload.filecache.FilecacheKnobs;
import org.tierlab.workload.filecache.FilecacheWorkload;

/** The service {@code filecache}. */
@Component(service = Workload.class, scope = ServiceScope.PROTOTYPE)
@PluginName(name = "filecache")
public final class FilecacheComponent implements Workload {
  private static final WorkloadSpec SPEC =
      new WorkloadSpec(FilecacheKnobs.class, "system calls and accesses to the heap");

  /** Made by the framework, once per run. */
  public FilecacheComponent() {}

  @Override
  public WorkloadSpec spec() {
    return SPEC;
  }

  @Override
  public void build(WorkloadContext context) {
    new FilecacheWorkload(context.knobs(FilecacheKnobs.class).get()).build(context);
  }
}
