package org.tierlab.policy.hotstore.component;

import org.tierlab.api.policy.PromotionPolicy;
import org.tierlab.testkit.PromotionPolicyContract;

class HotStoreContractTest extends PromotionPolicyContract {
  @Override
  protected PromotionPolicy create() {
    return new HotStoreComponent();
  }
}
