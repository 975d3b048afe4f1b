package org.tierlab.policy.oracle.component;

import java.util.Set;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ServiceScope;
import org.tierlab.api.PluginName;
import org.tierlab.api.policy.PolicyContext;
import org.tierlab.api.policy.PolicySpec;
import org.tierlab.api.policy.PromotionPolicy;
import org.tierlab.api.policy.Standing;
import org.tierlab.policy.oracle.OracleKnobs;
import org.tierlab.policy.oracle.OraclePolicy;

/** Offers {@link OraclePolicy} as the policy {@code oracle}. */
@Component(service = PromotionPolicy.class, scope = ServiceScope.PROTOTYPE)
@PluginName(name = "oracle")
public final class OracleComponent implements PromotionPolicy {
  /** Made by the framework, once per run. */
  public OracleComponent() {}

  @Override
  public PolicySpec spec() {
    return new PolicySpec(OracleKnobs.class, Set.of(), Standing.BOUND);
  }

  @Override
  public void attach(PolicyContext context) {
    new OraclePolicy(context).begin();
  }
}
