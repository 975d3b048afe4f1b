package org.tierlab.workload.trace;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.tierlab.api.workload.Workload;
import org.tierlab.testkit.WorkloadContract;
import org.tierlab.workload.trace.component.TraceComponent;

class TraceContractTest extends WorkloadContract {
  @Override
  protected Workload create() {
    return new TraceComponent();
  }

  @Override
  protected Map<String, ?> knobs() {
    return Map.of("file", "sort.lackey.gz", "repeat", 3, "order", 2);
  }

  @Override
  protected void writeInput(Path where) throws IOException {
    Path input = where.resolve("sort.lackey.gz");
    if (!Files.exists(input)) {
      Files.copy(Path.of("src/test/resources/sort.lackey.gz"), input);
    }
  }
}
