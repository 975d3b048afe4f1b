package org.tierlab.policy.tpp.component;

import java.util.Set;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ServiceScope;
import org.tierlab.api.Evidence;
import org.tierlab.api.PluginName;
import org.tierlab.api.policy.PolicyContext;
import org.tierlab.api.policy.PolicySpec;
import org.tierlab.api.policy.PromotionPolicy;
import org.tierlab.policy.tpp.TppKnobs;
import org.tierlab.policy.tpp.TppPolicy;

/** Offers {@link TppPolicy} as the policy {@code tpp}. */
@Component(service = PromotionPolicy.class, scope = ServiceScope.PROTOTYPE)
@PluginName(name = "tpp")
public final class TppComponent implements PromotionPolicy {
  /** Made by the framework, once per run. */
  public TppComponent() {}

  @Override
  public PolicySpec spec() {
    return new PolicySpec(TppKnobs.class, Set.of(Evidence.HINT_FAULT));
  }

  @Override
  public void attach(PolicyContext context) {
    context.onHintFault(new TppPolicy(context));
  }
}
