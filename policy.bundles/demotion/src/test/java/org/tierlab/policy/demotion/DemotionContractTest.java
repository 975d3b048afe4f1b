package org.tierlab.policy.demotion;

import org.tierlab.api.policy.PromotionPolicy;
import org.tierlab.policy.demotion.component.DemotionComponent;
import org.tierlab.testkit.PromotionPolicyContract;

class DemotionContractTest extends PromotionPolicyContract {
  @Override
  protected PromotionPolicy create() {
    return new DemotionComponent();
  }
}
