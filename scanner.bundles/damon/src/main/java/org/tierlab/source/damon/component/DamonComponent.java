package org.tierlab.source.damon.component;

import java.util.Set;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ServiceScope;
import org.tierlab.api.Evidence;
import org.tierlab.api.PluginName;
import org.tierlab.api.hotness.HotnessSource;
import org.tierlab.api.hotness.SourceContext;
import org.tierlab.api.hotness.SourceSpec;
import org.tierlab.source.damon.DamonKnobs;
import org.tierlab.source.damon.DamonMonitor;

/** The source {@code damon}. Its counts are estimates from samples; it knows no CPU and no time. */
@Component(service = HotnessSource.class, scope = ServiceScope.PROTOTYPE)
@PluginName(name = "damon")
public final class DamonComponent implements HotnessSource {
  /** Makes a source that is not attached. */
  @Activate
  public DamonComponent() {}

  @Override
  public SourceSpec spec() {
    return new SourceSpec(DamonKnobs.class, Set.of(Evidence.ACCESS_COUNT));
  }

  @Override
  public void attach(SourceContext context) {
    new DamonMonitor(context, context.knobs(DamonKnobs.class));
  }
}
