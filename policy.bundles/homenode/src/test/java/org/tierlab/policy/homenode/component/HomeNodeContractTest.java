package org.tierlab.policy.homenode.component;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.tierlab.api.Evidence;
import org.tierlab.api.policy.PromotionPolicy;
import org.tierlab.testkit.PromotionPolicyContract;

class HomeNodeContractTest extends PromotionPolicyContract {
  @Override
  protected PromotionPolicy create() {
    return new HomeNodeComponent();
  }

  @Test
  void needsHintFaults() {
    assertThat(create().spec().needs()).containsExactly(Evidence.HINT_FAULT);
  }
}
