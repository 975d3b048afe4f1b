package org.tierlab.source.numab.component;

import java.util.Set;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ServiceScope;
import org.tierlab.api.Evidence;
import org.tierlab.api.PluginName;
import org.tierlab.api.hotness.HotnessSource;
import org.tierlab.api.hotness.SourceContext;
import org.tierlab.api.hotness.SourceSpec;
import org.tierlab.source.numab.BalanceNumaKnobs;
import org.tierlab.source.numab.BalanceNumaSource;

/** Offers {@link BalanceNumaSource} as the hotness source {@code balancenuma}. */
@Component(service = HotnessSource.class, scope = ServiceScope.PROTOTYPE)
@PluginName(name = "balancenuma")
public final class BalanceNumaComponent implements HotnessSource {
  /** Made by the framework, once per run. */
  public BalanceNumaComponent() {}

  @Override
  public SourceSpec spec() {
    return new SourceSpec(
        BalanceNumaKnobs.class,
        Set.of(Evidence.HINT_FAULT, Evidence.ACCESSING_NODE, Evidence.ACCESS_TIME));
  }

  @Override
  public void attach(SourceContext context) {
    new BalanceNumaSource(context).start();
  }
}
