package org.tierlab.source.sampling.component;

import java.util.Set;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ServiceScope;
import org.tierlab.api.Evidence;
import org.tierlab.api.PluginName;
import org.tierlab.api.hotness.HotnessSource;
import org.tierlab.api.hotness.SourceContext;
import org.tierlab.api.hotness.SourceSpec;
import org.tierlab.source.sampling.HardwareSampler;
import org.tierlab.source.sampling.SamplingKnobs;

/** The source {@code sampling}: a sample knows its CPU and its time. */
@Component(service = HotnessSource.class, scope = ServiceScope.PROTOTYPE)
@PluginName(name = "sampling")
public final class SamplingComponent implements HotnessSource {
  /** Makes a source that is not attached. */
  @Activate
  public SamplingComponent() {}

  @Override
  public SourceSpec spec() {
    return new SourceSpec(
        SamplingKnobs.class, Set.of(Evidence.ACCESSING_NODE, Evidence.ACCESS_TIME));
  }

  @Override
  public void attach(SourceContext context) {
    context.onSample(new HardwareSampler(context, context.knobs(SamplingKnobs.class)));
  }
}
