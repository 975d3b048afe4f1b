package org.tierlab.policy.demotion.component;

import java.util.Set;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ServiceScope;
import org.tierlab.api.PluginName;
import org.tierlab.api.policy.PolicyContext;
import org.tierlab.api.policy.PolicySpec;
import org.tierlab.api.policy.PromotionPolicy;
import org.tierlab.policy.demotion.DemotionKnobs;
import org.tierlab.policy.demotion.DemotionPolicy;

/** Offers {@link DemotionPolicy} as the policy {@code demotion}. */
@Component(service = PromotionPolicy.class, scope = ServiceScope.PROTOTYPE)
@PluginName(name = "demotion")
public final class DemotionComponent implements PromotionPolicy {
  /** Made by the framework, once per run. */
  public DemotionComponent() {}

  @Override
  public PolicySpec spec() {
    return new PolicySpec(DemotionKnobs.class, Set.of());
  }

  @Override
  public void attach(PolicyContext context) {
    new DemotionPolicy(context).start();
  }
}
