package org.tierlab.workload.trace.component;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ServiceScope;
import org.tierlab.api.PluginName;
import org.tierlab.api.workload.Workload;
import org.tierlab.api.workload.WorkloadContext;
import org.tierlab.api.workload.WorkloadSpec;
import org.tierlab.workload.trace.TraceKnobs;
import org.tierlab.workload.trace.TraceWorkload;

/** The service {@code trace}. */
@Component(service = Workload.class, scope = ServiceScope.PROTOTYPE)
@PluginName(name = "trace")
public final class TraceComponent implements Workload {
  private static final WorkloadSpec SPEC = new WorkloadSpec(TraceKnobs.class, "recorded accesses");

  private final TraceWorkload workload =
      new TraceWorkload(Path.of(System.getProperty("java.io.tmpdir")));

  @Override
  public WorkloadSpec spec() {
    return SPEC;
  }

  @Override
  public void build(WorkloadContext context) throws IOException {
    workload.build(context);
  }

  @Override
  public void close() {
    try {
      workload.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
