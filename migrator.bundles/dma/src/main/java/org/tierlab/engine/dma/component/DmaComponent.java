package org.tierlab.engine.dma.component;

import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ServiceScope;
import org.tierlab.api.PluginName;
import org.tierlab.api.RunContext;
import org.tierlab.api.copy.CopyBatch;
import org.tierlab.api.copy.CopyEngine;
import org.tierlab.api.copy.CopyReport;
import org.tierlab.api.copy.EngineSpec;
import org.tierlab.engine.dma.DmaCopyEngine;
import org.tierlab.engine.dma.DmaCopyKnobs;

/** Offers {@link DmaCopyEngine} as the copy engine {@code dma}. */
@Component(service = CopyEngine.class, scope = ServiceScope.PROTOTYPE)
@PluginName(name = "dma")
public final class DmaComponent implements CopyEngine {
  private @Nullable DmaCopyEngine engine;

  /** Made by the framework, once per run. */
  public DmaComponent() {}

  @Override
  public EngineSpec spec() {
    return new EngineSpec(DmaCopyKnobs.class);
  }

  @Override
  public void attach(RunContext context) {
    engine = new DmaCopyEngine(context);
  }

  @Override
  public int batchPages() {
    return attached().batchPages();
  }

  @Override
  public void copy(CopyBatch batch, CopyReport report) {
    attached().copy(batch, report);
  }

  private DmaCopyEngine attached() {
    if (engine == null) {
      throw new IllegalStateException("the copy engine 'dma' is not attached to a run");
    }
    return engine;
  }
}
