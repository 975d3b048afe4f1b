package org.tierlab.source.chmu.component;

import java.util.Set;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ServiceScope;
import org.tierlab.api.Evidence;
import org.tierlab.api.PluginName;
import org.tierlab.api.hotness.HotnessSource;
import org.tierlab.api.hotness.SourceContext;
import org.tierlab.api.hotness.SourceSpec;
import org.tierlab.source.chmu.ChmuDriver;
import org.tierlab.source.chmu.ChmuKnobs;

/** The source {@code chmu}: one unit in every slow node. A device counts, but knows no CPU. */
@Component(service = HotnessSource.class, scope = ServiceScope.PROTOTYPE)
@PluginName(name = "chmu")
public final class ChmuComponent implements HotnessSource {
  /** Makes a source that is not attached. */
  @Activate
  public ChmuComponent() {}

  @Override
  public SourceSpec spec() {
    return new SourceSpec(ChmuKnobs.class, Set.of(Evidence.ACCESS_COUNT));
  }

  @Override
  public void attach(SourceContext context) {
    ChmuKnobs knobs = context.knobs(ChmuKnobs.class).get();
    for (int node = 0; node < context.machine().nodes(); node++) {
      if (!context.machine().node(node).topTier()) {
        ChmuDriver.start(context, knobs, node);
      }
    }
  }
}
