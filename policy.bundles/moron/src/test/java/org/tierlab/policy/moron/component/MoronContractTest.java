package org.tierlab.policy.moron.component;

import org.tierlab.api.policy.PromotionPolicy;
import org.tierlab.testkit.PromotionPolicyContract;

class MoronContractTest extends PromotionPolicyContract {
  @Override
  protected PromotionPolicy create() {
    return new MoronComponent();
  }
}
