package org.tierlab.source.abit.component;

import java.util.Set;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ServiceScope;
import org.tierlab.api.PluginName;
import org.tierlab.api.hotness.HotnessSource;
import org.tierlab.api.hotness.SourceContext;
import org.tierlab.api.hotness.SourceSpec;
import org.tierlab.source.abit.AbitKnobs;
import org.tierlab.source.abit.AccessedBitScanner;

/**
 * The source {@code abit}. Its events are evidence of nothing but an access within an interval: an
 * accessed bit has no CPU, no time and no count.
 */
@Component(service = HotnessSource.class, scope = ServiceScope.PROTOTYPE)
@PluginName(name = "abit")
public final class AbitComponent implements HotnessSource {
  /** Makes a source that is not attached. */
  @Activate
  public AbitComponent() {}

  @Override
  public SourceSpec spec() {
    return new SourceSpec(AbitKnobs.class, Set.of());
  }

  @Override
  public void attach(SourceContext context) {
    new AccessedBitScanner(context, context.knobs(AbitKnobs.class));
  }
}
