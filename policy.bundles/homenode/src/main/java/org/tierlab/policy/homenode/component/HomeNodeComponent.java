package org.tierlab.policy.homenode.component;

import java.util.Set;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ServiceScope;
import org.tierlab.api.Evidence;
import org.tierlab.api.PluginName;
import org.tierlab.api.policy.PolicyContext;
import org.tierlab.api.policy.PolicySpec;
import org.tierlab.api.policy.PromotionPolicy;
import org.tierlab.policy.homenode.HomeNodeKnobs;
import org.tierlab.policy.homenode.HomeNodePolicy;

/** Offers {@link HomeNodePolicy} as the policy {@code homenode}. */
@Component(service = PromotionPolicy.class, scope = ServiceScope.PROTOTYPE)
@PluginName(name = "homenode")
public final class HomeNodeComponent implements PromotionPolicy {
  /** Made by the framework, once per run. */
  public HomeNodeComponent() {}

  @Override
  public PolicySpec spec() {
    return new PolicySpec(HomeNodeKnobs.class, Set.of(Evidence.HINT_FAULT));
  }

  @Override
  public void attach(PolicyContext context) {
    new HomeNodePolicy(context, context.knobs(HomeNodeKnobs.class)).start();
  }
}
