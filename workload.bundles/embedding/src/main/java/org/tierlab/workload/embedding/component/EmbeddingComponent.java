package org.tierlab.workload.embedding.component;

import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ServiceScope;
import org.tierlab.api.PluginName;
import org.tierlab.api.workload.Workload;
import org.tierlab.api.workload.WorkloadContext;
import org.tierlab.api.workload.WorkloadSpec;
import org.tierlab.workload.embedding.EmbeddingKnobs;
import org.tierlab.workload.embedding.EmbeddingWorkload;

/** The service {@code embedding}. */
@Component(service = Workload.class, scope = ServiceScope.PROTOTYPE)
@PluginName(name = "embedding")
public final class EmbeddingComponent implements Workload {
  private static final WorkloadSpec SPEC =
      new WorkloadSpec(EmbeddingKnobs.class, "cache-line accesses");

  /** Made by the framework, once per run. */
  public EmbeddingComponent() {}

  @Override
  public WorkloadSpec spec() {
    return SPEC;
  }

  @Override
  public void build(WorkloadContext context) {
    new EmbeddingWorkload(context.knobs(EmbeddingKnobs.class).get()).build(context);
  }
}
