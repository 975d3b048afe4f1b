package org.tierlab.policy.numabalancing.component;

import java.util.Set;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ServiceScope;
import org.tierlab.api.Evidence;
import org.tierlab.api.PluginName;
import org.tierlab.api.policy.PolicyContext;
import org.tierlab.api.policy.PolicySpec;
import org.tierlab.api.policy.PromotionPolicy;
import org.tierlab.policy.numabalancing.NumaBalancingKnobs;
import org.tierlab.policy.numabalancing.NumaBalancingPolicy;

/** Offers {@link NumaBalancingPolicy} as the policy {@code numa-balancing}. */
@Component(service = PromotionPolicy.class, scope = ServiceScope.PROTOTYPE)
@PluginName(name = "numa-balancing")
public final class NumaBalancingComponent implements PromotionPolicy {
  /** Made by the framework, once per run. */
  public NumaBalancingComponent() {}

  @Override
  public PolicySpec spec() {
    return new PolicySpec(NumaBalancingKnobs.class, Set.of(Evidence.HINT_FAULT));
  }

  @Override
  public void attach(PolicyContext context) {
    new NumaBalancingPolicy(context).start();
  }
}
