package org.tierlab.policy.tenant.component;

import org.tierlab.api.policy.PromotionPolicy;
import org.tierlab.testkit.PromotionPolicyContract;

class TenantContractTest extends PromotionPolicyContract {
  @Override
  protected PromotionPolicy create() {
    return new TenantComponent();
  }
}
