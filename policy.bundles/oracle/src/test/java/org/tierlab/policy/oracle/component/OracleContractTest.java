package org.tierlab.policy.oracle.component;

import org.tierlab.api.policy.PromotionPolicy;
import org.tierlab.testkit.PromotionPolicyContract;

class OracleContractTest extends PromotionPolicyContract {
  @Override
  protected PromotionPolicy create() {
    return new OracleComponent();
  }
}
