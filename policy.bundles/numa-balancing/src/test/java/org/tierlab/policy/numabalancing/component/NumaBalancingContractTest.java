package org.tierlab.policy.numabalancing.component;

import org.tierlab.api.policy.PromotionPolicy;
import org.tierlab.testkit.PromotionPolicyContract;

class NumaBalancingContractTest extends PromotionPolicyContract {
  @Override
  protected PromotionPolicy create() {
    return new NumaBalancingComponent();
  }
}
