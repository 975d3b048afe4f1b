package org.tierlab.policy.numabalancing.component;

import java.util.Map;
import org.tierlab.api.policy.PromotionPolicy;
import org.tierlab.testkit.PromotionPolicyContract;

class MemoryTieringContractTest extends PromotionPolicyContract {
  @Override
  protected PromotionPolicy create() {
    return new NumaBalancingComponent();
  }

  @Override
  protected Map<String, ?> knobs() {
    return Map.of("numa_balancing", 2);
  }
}
