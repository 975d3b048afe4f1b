package org.tierlab.policy.hotstore.component;

import java.util.Set;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ServiceScope;
import org.tierlab.api.PluginName;
import org.tierlab.api.policy.PolicyContext;
import org.tierlab.api.policy.PolicySpec;
import org.tierlab.api.policy.PromotionPolicy;
import org.tierlab.policy.hotstore.HotStoreKnobs;
import org.tierlab.policy.hotstore.HotStorePolicy;

/** Offers {@link HotStorePolicy} as the policy {@code hotstore}. It takes any evidence there is. */
@Component(service = PromotionPolicy.class, scope = ServiceScope.PROTOTYPE)
@PluginName(name = "hotstore")
public final class HotStoreComponent implements PromotionPolicy {
  /** Made by the framework, once per run. */
  public HotStoreComponent() {}

  @Override
  public PolicySpec spec() {
    return new PolicySpec(HotStoreKnobs.class, Set.of());
  }

  @Override
  public void attach(PolicyContext context) {
    new HotStorePolicy(context, context.knobs(HotStoreKnobs.class)).start();
  }
}
