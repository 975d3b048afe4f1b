package org.tierlab.policy.statics.component;

import org.tierlab.api.policy.PromotionPolicy;
import org.tierlab.testkit.PromotionPolicyContract;

class StaticContractTest extends PromotionPolicyContract {
  @Override
  protected PromotionPolicy create() {
    return new StaticComponent();
  }
}
