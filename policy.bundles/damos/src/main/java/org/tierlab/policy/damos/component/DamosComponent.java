package org.tierlab.policy.damos.component;

import java.util.Set;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ServiceScope;
import org.tierlab.api.PluginName;
import org.tierlab.api.policy.PolicyContext;
import org.tierlab.api.policy.PolicySpec;
import org.tierlab.api.policy.PromotionPolicy;
import org.tierlab.policy.damos.DamosKnobs;
import org.tierlab.policy.damos.DamosPolicy;

/** The policy {@code damos}. It needs no particular evidence: what is unknown matches anything. */
@Component(service = PromotionPolicy.class, scope = ServiceScope.PROTOTYPE)
@PluginName(name = "damos")
public final class DamosComponent implements PromotionPolicy {
  /** Makes a policy that is not attached. */
  @Activate
  public DamosComponent() {}

  @Override
  public PolicySpec spec() {
    return new PolicySpec(DamosKnobs.class, Set.of());
  }

  @Override
  public void attach(PolicyContext context) {
    new DamosPolicy(context, context.knobs(DamosKnobs.class));
  }
}
