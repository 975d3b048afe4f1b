package __PACKAGE__;

import __PACKAGE__.component.__CLASS__Component;
import org.tierlab.api.policy.PromotionPolicy;
import org.tierlab.testkit.PromotionPolicyContract;

/** What every policy promises: tests that come with the test kit. */
class __CLASS__ContractTest extends PromotionPolicyContract {
  @Override
  protected PromotionPolicy create() {
    return new __CLASS__Component();
  }
}
