package org.tierlab.itest.plugin;

import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.ServiceScope;
import org.tierlab.api.PluginName;
import org.tierlab.api.RunContext;
import org.tierlab.api.copy.CopyBatch;
import org.tierlab.api.copy.CopyEngine;
import org.tierlab.api.copy.CopyReport;
import org.tierlab.api.copy.EngineSpec;

/** The engine {@code even}: every folio takes the same time. */
@Component(service = CopyEngine.class, scope = ServiceScope.PROTOTYPE)
@PluginName(name = "even")
public final class EvenEngine implements CopyEngine {

  private static final double FOLIO_NS = 500;

  /** It has no knobs. */
  public record Knobs() {}

  private final Released released = new Released();

  /** Makes an engine that is not attached. */
  @Activate
  public EvenEngine() {}

  @Deactivate
  void deactivate() {
    released.released();
  }

  @Override
  public EngineSpec spec() {
    return new EngineSpec(Knobs.class);
  }

  @Override
  public void attach(RunContext context) {
    released.call();
  }

  @Override
  public int batchPages() {
    released.call();
    return 64;
  }

  @Override
  public void copy(CopyBatch batch, CopyReport report) {
    released.call();
    for (int i = 0; i < batch.folios(); i++) {
      report.done(i, (i + 1) * FOLIO_NS);
    }
    report.chargeInitiator(batch.folios() * FOLIO_NS);
  }
}
