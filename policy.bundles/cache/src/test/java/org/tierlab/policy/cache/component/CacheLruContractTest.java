package org.tierlab.policy.cache.component;

import org.tierlab.api.policy.PromotionPolicy;
import org.tierlab.testkit.PromotionPolicyContract;

class CacheLruContractTest extends PromotionPolicyContract {
  @Override
  protected PromotionPolicy create() {
    return new CacheLruComponent();
  }
}
