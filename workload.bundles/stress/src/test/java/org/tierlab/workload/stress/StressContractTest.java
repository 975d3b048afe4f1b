package org.tierlab.workload.stress;

import java.util.Map;
import org.tierlab.api.workload.Workload;
import org.tierlab.testkit.WorkloadContract;
import org.tierlab.workload.stress.component.StressComponent;

class StressContractTest extends WorkloadContract {
  @Override
  protected Workload create() {
    return new StressComponent();
  }

  @Override
  protected Map<String, ?> knobs() {
    return Map.of("vm", 2, "vm_bytes", 50 << 12, "vm_passes", 3);
  }
}
