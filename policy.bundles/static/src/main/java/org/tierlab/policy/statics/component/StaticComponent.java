package org.tierlab.policy.statics.component;

import java.util.Set;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ServiceScope;
import org.tierlab.api.PluginName;
import org.tierlab.api.policy.PolicyContext;
import org.tierlab.api.policy.PolicySpec;
import org.tierlab.api.policy.PromotionPolicy;
import org.tierlab.policy.statics.StaticKnobs;
import org.tierlab.policy.statics.StaticPolicy;

/** Offers {@link StaticPolicy} as the policy {@code static}. */
@Component(service = PromotionPolicy.class, scope = ServiceScope.PROTOTYPE)
@PluginName(name = "static")
public final class StaticComponent implements PromotionPolicy {
  /** Made by the framework, once per run. */
  public StaticComponent() {}

  @Override
  public PolicySpec spec() {
    return new PolicySpec(StaticKnobs.class, Set.of());
  }

  @Override
  public void attach(PolicyContext context) {
    context.onHintFault(new StaticPolicy());
  }
}
