package org.tierlab.workload.kv.component;

import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ServiceScope;
import org.tierlab.api.PluginName;
import org.tierlab.api.workload.Workload;
import org.tierlab.api.workload.WorkloadContext;
import org.tierlab.api.workload.WorkloadSpec;
import org.tierlab.workload.kv.KvKnobs;
import org.tierlab.workload.kv.KvWorkload;

/** The service {@code kv}. */
@Component(service = Workload.class, scope = ServiceScope.PROTOTYPE)
@PluginName(name = "kv")
public final class KvComponent implements Workload {
  private static final WorkloadSpec SPEC = new WorkloadSpec(KvKnobs.class, "accesses of values");

  /** Made by the framework, once per run. */
  public KvComponent() {}

  @Override
  public WorkloadSpec spec() {
    return SPEC;
  }

  @Override
  public void build(WorkloadContext context) {
    new KvWorkload(context.knobs(KvKnobs.class).get()).build(context);
  }
}
