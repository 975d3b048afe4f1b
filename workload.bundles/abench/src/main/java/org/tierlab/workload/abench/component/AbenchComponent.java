package org.tierlab.workload.abench.component;

import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ServiceScope;
import org.tierlab.api.PluginName;
import org.tierlab.api.workload.Workload;
import org.tierlab.api.workload.WorkloadContext;
import org.tierlab.api.workload.WorkloadSpec;
import org.tierlab.workload.abench.AbenchKnobs;
import org.tierlab.workload.abench.AbenchWorkload;

/** The service {@code abench}. */
@Component(service = Workload.class, scope = ServiceScope.PROTOTYPE)
@PluginName(name = "abench")
public final class AbenchComponent implements Workload {
  private static final WorkloadSpec SPEC = new WorkloadSpec(AbenchKnobs.class, "page accesses");

  @Override
  public WorkloadSpec spec() {
    return SPEC;
  }

  @Override
  public void build(WorkloadContext context) {
    new AbenchWorkload(context.knobs(AbenchKnobs.class).get()).build(context);
  }
}
