package org.tierlab.workload.filecache;

import java.util.Map;
import org.tierlab.api.workload.Workload;
import org.tierlab.testkit.WorkloadContract;
import org.tierlab.workload.filecache.component.FilecacheComponent;

class FilecacheContractTest extends WorkloadContract {
  @Override
  protected Workload create() {
    return new FilecacheComponent();
  }

  @Override
  protected Map<String, ?> knobs() {
    return Map.of("file_size", 1 << 20, "heap_size", 1 << 20, "operations", 2000);
  }
}
