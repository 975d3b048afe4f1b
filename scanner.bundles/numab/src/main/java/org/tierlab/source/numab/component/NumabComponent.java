package org.tierlab.source.numab.component;

import java.util.Set;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ServiceScope;
import org.tierlab.api.Evidence;
import org.tierlab.api.PluginName;
import org.tierlab.api.hotness.HotnessSource;
import org.tierlab.api.hotness.SourceContext;
import org.tierlab.api.hotness.SourceSpec;
import org.tierlab.source.numab.NumaBalancingSource;
import org.tierlab.source.numab.NumabKnobs;

/** Offers {@link NumaBalancingSource} as the hotness source {@code numab}. */
@Component(service = HotnessSource.class, scope = ServiceScope.PROTOTYPE)
@PluginName(name = "numab")
public final class NumabComponent implements HotnessSource {
  /** Made by the framework, once per run. */
  public NumabComponent() {}

  @Override
  public SourceSpec spec() {
    return new SourceSpec(
        NumabKnobs.class,
        Set.of(Evidence.HINT_FAULT, Evidence.ACCESSING_NODE, Evidence.ACCESS_TIME));
  }

  @Override
  public void attach(SourceContext context) {
    new NumaBalancingSource(context).start();
  }
}
