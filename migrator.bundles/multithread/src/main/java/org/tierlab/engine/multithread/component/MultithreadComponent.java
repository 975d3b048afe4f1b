package org.tierlab.engine.multithread.component;

import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ServiceScope;
import org.tierlab.api.PluginName;
import org.tierlab.api.RunContext;
import org.tierlab.api.copy.CopyBatch;
import org.tierlab.api.copy.CopyEngine;
import org.tierlab.api.copy.CopyReport;
import org.tierlab.api.copy.EngineSpec;
import org.tierlab.engine.multithread.MultithreadCopyEngine;
import org.tierlab.engine.multithread.MultithreadCopyKnobs;

/** Offers {@link MultithreadCopyEngine} as the copy engine {@code multithread}. */
@Component(service = CopyEngine.class, scope = ServiceScope.PROTOTYPE)
@PluginName(name = "multithread")
public final class MultithreadComponent implements CopyEngine {
  private @Nullable MultithreadCopyEngine engine;

  /** Made by the framework, once per run. */
  public MultithreadComponent() {}

  @Override
  public EngineSpec spec() {
    return new EngineSpec(MultithreadCopyKnobs.class);
  }

  @Override
  public void attach(RunContext context) {
    engine =
        new MultithreadCopyEngine(context.knobs(MultithreadCopyKnobs.class), context.machine());
  }

  @Override
  public int batchPages() {
    return attached().batchPages();
  }

  @Override
  public void copy(CopyBatch batch, CopyReport report) {
    attached().copy(batch, report);
  }

  private MultithreadCopyEngine attached() {
    if (engine == null) {
      throw new IllegalStateException("the copy engine 'multithread' is not attached to a run");
    }
    return engine;
  }
}
