package org.tierlab.workload.autonuma;

import java.util.Map;
import org.tierlab.api.workload.Workload;
import org.tierlab.testkit.WorkloadContract;
import org.tierlab.workload.autonuma.component.AutonumaComponent;

class AutonumaContractTest extends WorkloadContract {
  @Override
  protected Workload create() {
    return new AutonumaComponent();
  }

  @Override
  protected Map<String, ?> knobs() {
    return Map.of("size", 1 << 20, "loops", 7);
  }
}
