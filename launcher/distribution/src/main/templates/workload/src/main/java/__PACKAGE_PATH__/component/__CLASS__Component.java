package __PACKAGE__.component;

import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ServiceScope;
import org.tierlab.api.PluginName;
import org.tierlab.api.workload.Workload;
import org.tierlab.api.workload.WorkloadContext;
import org.tierlab.api.workload.WorkloadSpec;
import __PACKAGE__.__CLASS__Knobs;
import __PACKAGE__.__CLASS__Workload;

/** Offers {@link __CLASS__Workload} as the workload {@code __NAME__}. */
@Component(service = Workload.class, scope = ServiceScope.PROTOTYPE)
@PluginName(name = "__NAME__")
public final class __CLASS__Component implements Workload {
  /** Made by the framework, once per run. */
  public __CLASS__Component() {}

  @Override
  public WorkloadSpec spec() {
    return new WorkloadSpec(__CLASS__Knobs.class, "reads");
  }

  @Override
  public void build(WorkloadContext context) {
    new __CLASS__Workload(context.knobs(__CLASS__Knobs.class).get()).build(context);
  }
}
