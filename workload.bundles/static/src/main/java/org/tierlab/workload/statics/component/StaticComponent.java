package org.tierlab.workload.statics.component;

import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ServiceScope;
import org.tierlab.api.PluginName;
import org.tierlab.api.workload.Workload;
import org.tierlab.api.workload.WorkloadContext;
import org.tierlab.api.workload.WorkloadSpec;
import org.tierlab.workload.statics.StaticKnobs;
import org.tierlab.workload.statics.StaticWorkload;

/** The service {@code static}. */
@Component(service = Workload.class, scope = ServiceScope.PROTOTYPE)
@PluginName(name = "static")
public final class StaticComponent implements Workload {
  private static final WorkloadSpec SPEC = new WorkloadSpec(StaticKnobs.class, "page accesses");

  @Override
  public WorkloadSpec spec() {
    return SPEC;
  }

  @Override
  public void build(WorkloadContext context) {
    new StaticWorkload(context.knobs(StaticKnobs.class).get()).build(context);
  }
}
