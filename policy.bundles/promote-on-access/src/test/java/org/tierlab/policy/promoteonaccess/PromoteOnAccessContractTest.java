package org.tierlab.policy.promoteonaccess;

import org.tierlab.api.policy.PromotionPolicy;
import org.tierlab.policy.promoteonaccess.component.PromoteOnAccessComponent;
import org.tierlab.testkit.PromotionPolicyContract;

class PromoteOnAccessContractTest extends PromotionPolicyContract {
  @Override
  protected PromotionPolicy create() {
    return new PromoteOnAccessComponent();
  }
}
