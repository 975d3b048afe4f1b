package org.tierlab.policy.tenant.component;

import java.util.Set;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ServiceScope;
import org.tierlab.api.PluginName;
import org.tierlab.api.policy.PolicyContext;
import org.tierlab.api.policy.PolicySpec;
import org.tierlab.api.policy.PromotionPolicy;
import org.tierlab.policy.tenant.TenantKnobs;
import org.tierlab.policy.tenant.TenantPolicy;

/** Offers {@link TenantPolicy} as the policy {@code tenant}. It takes any evidence there is. */
@Component(service = PromotionPolicy.class, scope = ServiceScope.PROTOTYPE)
@PluginName(name = "tenant")
public final class TenantComponent implements PromotionPolicy {
  /** Made by the framework, once per run. */
  public TenantComponent() {}

  @Override
  public PolicySpec spec() {
    return new PolicySpec(TenantKnobs.class, Set.of());
  }

  @Override
  public void attach(PolicyContext context) {
    new TenantPolicy(context, context.knobs(TenantKnobs.class)).start();
  }
}
