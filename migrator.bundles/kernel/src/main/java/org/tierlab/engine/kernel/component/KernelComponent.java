package org.tierlab.engine.kernel.component;

import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ServiceScope;
import org.tierlab.api.PluginName;
import org.tierlab.api.RunContext;
import org.tierlab.api.copy.CopyBatch;
import org.tierlab.api.copy.CopyEngine;
import org.tierlab.api.copy.CopyReport;
import org.tierlab.api.copy.EngineSpec;
import org.tierlab.engine.kernel.KernelCopyEngine;
import org.tierlab.engine.kernel.KernelCopyKnobs;

/** Offers {@link KernelCopyEngine} as the copy engine {@code kernel}. */
@Component(service = CopyEngine.class, scope = ServiceScope.PROTOTYPE)
@PluginName(name = "kernel")
public final class KernelComponent implements CopyEngine {
  private @Nullable KernelCopyEngine engine;

  /** Made by the framework, once per run. */
  public KernelComponent() {}

  @Override
  public EngineSpec spec() {
    return new EngineSpec(KernelCopyKnobs.class);
  }

  @Override
  public void attach(RunContext context) {
    engine = new KernelCopyEngine(context.knobs(KernelCopyKnobs.class));
  }

  @Override
  public int batchPages() {
    return attached().batchPages();
  }

  @Override
  public void copy(CopyBatch batch, CopyReport report) {
    attached().copy(batch, report);
  }

  private KernelCopyEngine attached() {
    if (engine == null) {
      throw new IllegalStateException("the copy engine 'kernel' is not attached to a run");
    }
    return engine;
  }
}
