package org.tierlab.workload.stress.component;

import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ServiceScope;
import org.tierlab.api.PluginName;
import org.tierlab.api.workload.Workload;
import org.tierlab.api.workload.WorkloadContext;
import org.tierlab.api.workload.WorkloadSpec;
import org.tierlab.workload.stress.StressKnobs;
import org.tierlab.workload.stress.StressWorkload;

/** The service {@code stress}. */
@Component(service = Workload.class, scope = ServiceScope.PROTOTYPE)
@PluginName(name = "stress")
public final class StressComponent implements Workload {
  private static final WorkloadSpec SPEC =
      new WorkloadSpec(StressKnobs.class, "milliseconds of CPU workers, touches of memory workers");

  @Override
  public WorkloadSpec spec() {
    return SPEC;
  }

  @Override
  public void build(WorkloadContext context) {
    new StressWorkload(context.knobs(StressKnobs.class).get()).build(context);
  }
}
