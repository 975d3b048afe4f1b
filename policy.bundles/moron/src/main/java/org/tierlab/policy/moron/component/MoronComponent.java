package org.tierlab.policy.moron.component;

import java.util.Set;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ServiceScope;
import org.tierlab.api.Evidence;
import org.tierlab.api.PluginName;
import org.tierlab.api.policy.PolicyContext;
import org.tierlab.api.policy.PolicySpec;
import org.tierlab.api.policy.PromotionPolicy;
import org.tierlab.policy.moron.MoronKnobs;
import org.tierlab.policy.moron.MoronPolicy;

/** Offers {@link MoronPolicy} as the policy {@code moron}. */
@Component(service = PromotionPolicy.class, scope = ServiceScope.PROTOTYPE)
@PluginName(name = "moron")
public final class MoronComponent implements PromotionPolicy {
  /** Made by the framework, once per run. */
  public MoronComponent() {}

  @Override
  public PolicySpec spec() {
    return new PolicySpec(MoronKnobs.class, Set.of(Evidence.HINT_FAULT));
  }

  @Override
  public void attach(PolicyContext context) {
    context.onHintFault(new MoronPolicy());
  }
}
