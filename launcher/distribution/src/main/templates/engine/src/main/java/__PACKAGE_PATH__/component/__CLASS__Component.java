package __PACKAGE__.component;

import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ServiceScope;
import org.tierlab.api.PluginName;
import org.tierlab.api.RunContext;
import org.tierlab.api.copy.CopyBatch;
import org.tierlab.api.copy.CopyEngine;
import org.tierlab.api.copy.CopyReport;
import org.tierlab.api.copy.EngineSpec;
import __PACKAGE__.__CLASS__Engine;
import __PACKAGE__.__CLASS__Knobs;

/** Offers {@link __CLASS__Engine} as the copy engine {@code __NAME__}. */
@Component(service = CopyEngine.class, scope = ServiceScope.PROTOTYPE)
@PluginName(name = "__NAME__")
public final class __CLASS__Component implements CopyEngine {
  private @Nullable __CLASS__Engine engine;

  /** Made by the framework, once per run. */
  public __CLASS__Component() {}

  @Override
  public EngineSpec spec() {
    return new EngineSpec(__CLASS__Knobs.class);
  }

  @Override
  public void attach(RunContext context) {
    engine = new __CLASS__Engine(context.knobs(__CLASS__Knobs.class));
  }

  @Override
  public int batchPages() {
    return attached().batchPages();
  }

  @Override
  public void copy(CopyBatch batch, CopyReport report) {
    attached().copy(batch, report);
  }

  private __CLASS__Engine attached() {
    if (engine == null) {
      throw new IllegalStateException("the copy engine '__NAME__' is not attached to a run");
    }
    return engine;
  }
}
