package org.tierlab.workload.autonuma.component;

import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ServiceScope;
import org.tierlab.api.PluginName;
import org.tierlab.api.workload.Workload;
import org.tierlab.api.workload.WorkloadContext;
import org.tierlab.api.workload.WorkloadSpec;
import org.tierlab.workload.autonuma.AutonumaKnobs;
import org.tierlab.workload.autonuma.AutonumaWorkload;

/** The service {@code autonuma}. */
@Component(service = Workload.class, scope = ServiceScope.PROTOTYPE)
@PluginName(name = "autonuma")
public final class AutonumaComponent implements Workload {
  private static final WorkloadSpec SPEC = new WorkloadSpec(AutonumaKnobs.class, "page accesses");

  /** Made by the framework, once per run. */
  public AutonumaComponent() {}

  @Override
  public WorkloadSpec spec() {
    return SPEC;
  }

  @Override
  public void build(WorkloadContext context) {
    new AutonumaWorkload(context.knobs(AutonumaKnobs.class).get()).build(context);
  }
}
