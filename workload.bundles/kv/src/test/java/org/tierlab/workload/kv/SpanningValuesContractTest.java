package org.tierlab.workload.kv;

import java.util.Map;
import org.tierlab.api.workload.Workload;
import org.tierlab.testkit.WorkloadContract;
import org.tierlab.workload.kv.component.KvComponent;

/** Values of 6 KiB, of which every second page holds two. */
class SpanningValuesContractTest extends WorkloadContract {
  @Override
  protected Workload create() {
    return new KvComponent();
  }

  @Override
  protected Map<String, ?> knobs() {
    return Map.of("keys", 1000, "value_size", 6144, "operations", 5000, "theta", 0);
  }
}
