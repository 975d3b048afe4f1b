package org.tierlab.policy.interleavetuner.component;

import org.tierlab.api.policy.PromotionPolicy;
import org.tierlab.testkit.PromotionPolicyContract;

class InterleaveTunerContractTest extends PromotionPolicyContract {
  @Override
  protected PromotionPolicy create() {
    return new InterleaveTunerComponent();
  }
}
