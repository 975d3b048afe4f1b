package org.tierlab.source.lruscan.component;

import java.util.Set;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ServiceScope;
import org.tierlab.api.PluginName;
import org.tierlab.api.hotness.HotnessSource;
import org.tierlab.api.hotness.SourceContext;
import org.tierlab.api.hotness.SourceSpec;
import org.tierlab.source.lruscan.LruGen;
import org.tierlab.source.lruscan.LruScanKnobs;

/** The source {@code lruscan}. An accessed bit has no CPU, no time and no count. */
@Component(service = HotnessSource.class, scope = ServiceScope.PROTOTYPE)
@PluginName(name = "lruscan")
public final class LruScanComponent implements HotnessSource {
  /** Makes a source that is not attached. */
  @Activate
  public LruScanComponent() {}

  @Override
  public SourceSpec spec() {
    return new SourceSpec(LruScanKnobs.class, Set.of());
  }

  @Override
  public void attach(SourceContext context) {
    new LruGen(context, context.knobs(LruScanKnobs.class));
  }
}
