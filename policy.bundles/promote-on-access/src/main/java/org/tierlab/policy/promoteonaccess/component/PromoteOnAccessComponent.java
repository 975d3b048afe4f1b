package org.tierlab.policy.promoteonaccess.component;

import java.util.Set;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ServiceScope;
import org.tierlab.api.PluginName;
import org.tierlab.api.policy.PolicyContext;
import org.tierlab.api.policy.PolicySpec;
import org.tierlab.api.policy.PromotionPolicy;
import org.tierlab.policy.promoteonaccess.PromoteOnAccess;
import org.tierlab.policy.promoteonaccess.PromoteOnAccessKnobs;

/** The policy {@code promote-on-access}. It needs no particular evidence. */
@Component(service = PromotionPolicy.class, scope = ServiceScope.PROTOTYPE)
@PluginName(name = "promote-on-access")
public final class PromoteOnAccessComponent implements PromotionPolicy {
  /** Makes a policy that is not attached. */
  @Activate
  public PromoteOnAccessComponent() {}

  @Override
  public PolicySpec spec() {
    return new PolicySpec(PromoteOnAccessKnobs.class, Set.of());
  }

  @Override
  public void attach(PolicyContext context) {
    new PromoteOnAccess(context, context.knobs(PromoteOnAccessKnobs.class));
  }
}
