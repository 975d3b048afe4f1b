package org.tierlab.policy.tpp.component;

import org.tierlab.api.policy.PromotionPolicy;
import org.tierlab.testkit.PromotionPolicyContract;

class TppContractTest extends PromotionPolicyContract {
  @Override
  protected PromotionPolicy create() {
    return new TppComponent();
  }
}
