package org.tierlab.policy.interleavetuner.component;

import java.util.Set;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ServiceScope;
import org.tierlab.api.PluginName;
import org.tierlab.api.policy.PolicyContext;
import org.tierlab.api.policy.PolicySpec;
import org.tierlab.api.policy.PromotionPolicy;
import org.tierlab.policy.interleavetuner.InterleaveTuner;
import org.tierlab.policy.interleavetuner.InterleaveTunerKnobs;

/** The policy {@code interleave-tuner}. It needs no evidence: it looks at nodes, not at pages. */
@Component(service = PromotionPolicy.class, scope = ServiceScope.PROTOTYPE)
@PluginName(name = "interleave-tuner")
public final class InterleaveTunerComponent implements PromotionPolicy {
  /** Makes a policy that is not attached. */
  @Activate
  public InterleaveTunerComponent() {}

  @Override
  public PolicySpec spec() {
    return new PolicySpec(InterleaveTunerKnobs.class, Set.of());
  }

  @Override
  public void attach(PolicyContext context) {
    new InterleaveTuner(context, context.knobs(InterleaveTunerKnobs.class));
  }
}
