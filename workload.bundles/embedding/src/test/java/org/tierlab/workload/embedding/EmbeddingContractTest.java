package org.tierlab.workload.embedding;

import java.util.Map;
import org.tierlab.api.workload.Workload;
import org.tierlab.testkit.WorkloadContract;
import org.tierlab.workload.embedding.component.EmbeddingComponent;

class EmbeddingContractTest extends WorkloadContract {
  @Override
  protected Workload create() {
    return new EmbeddingComponent();
  }

  @Override
  protected Map<String, ?> knobs() {
    return Map.of("tables", 3, "rows", 2000, "iterations", 2, "samples", 8, "theta", 0.7);
  }
}
