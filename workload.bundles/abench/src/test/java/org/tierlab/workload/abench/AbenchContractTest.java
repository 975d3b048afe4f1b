package org.tierlab.workload.abench;

import java.util.Map;
import org.tierlab.api.workload.Workload;
import org.tierlab.testkit.WorkloadContract;
import org.tierlab.workload.abench.component.AbenchComponent;

class AbenchContractTest extends WorkloadContract {
  @Override
  protected Workload create() {
    return new AbenchComponent();
  }

  @Override
  protected Map<String, ?> knobs() {
    return Map.of("region", 1 << 20, "threads", 3, "iterations", 7, "write_fraction", 0.5);
  }
}
