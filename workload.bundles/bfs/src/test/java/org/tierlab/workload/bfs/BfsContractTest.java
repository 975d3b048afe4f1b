package org.tierlab.workload.bfs;

import java.util.Map;
import org.tierlab.api.workload.Workload;
import org.tierlab.testkit.WorkloadContract;
import org.tierlab.workload.bfs.component.BfsComponent;

class BfsContractTest extends WorkloadContract {
  @Override
  protected Workload create() {
    return new BfsComponent();
  }

  @Override
  protected Map<String, ?> knobs() {
    return Map.of("scale", 9, "edge_factor", 4, "roots", 3);
  }
}
