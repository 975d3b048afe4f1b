package org.tierlab.workload.statics;

import java.util.Map;
import org.tierlab.api.workload.Workload;
import org.tierlab.testkit.WorkloadContract;
import org.tierlab.workload.statics.component.StaticComponent;

class StaticContractTest extends WorkloadContract {
  @Override
  protected Workload create() {
    return new StaticComponent();
  }

  @Override
  protected Map<String, ?> knobs() {
    return Map.of("hot_size", 100 << 12, "cold_size", 50 << 12, "passes", 20, "pause", 10_000_000);
  }
}
