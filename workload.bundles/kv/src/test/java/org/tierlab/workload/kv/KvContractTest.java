package org.tierlab.workload.kv;

import java.util.Map;
import org.tierlab.api.workload.Workload;
import org.tierlab.testkit.WorkloadContract;
import org.tierlab.workload.kv.component.KvComponent;

class KvContractTest extends WorkloadContract {
  @Override
  protected Workload create() {
    return new KvComponent();
  }

  @Override
  protected Map<String, ?> knobs() {
    return Map.of("keys", 3000, "value_size", 4096, "operations", 5000, "phases", 3);
  }
}
