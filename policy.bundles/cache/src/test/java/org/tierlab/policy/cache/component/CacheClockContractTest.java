package org.tierlab.policy.cache.component;

import org.tierlab.api.policy.PromotionPolicy;
import org.tierlab.testkit.PromotionPolicyContract;

class CacheClockContractTest extends PromotionPolicyContract {
  @Override
  protected PromotionPolicy create() {
    return new CacheClockComponent();
  }
}
