package org.tierlab.policy.damos;

import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.tierlab.api.policy.PromotionPolicy;
import org.tierlab.policy.damos.component.DamosComponent;
import org.tierlab.testkit.PromotionPolicyContract;

class DamosContractTest {
  @Nested
  class Stat extends PromotionPolicyContract {
    @Override
    protected PromotionPolicy create() {
      return new DamosComponent();
    }
  }

  @Nested
  class Interleave extends PromotionPolicyContract {
    @Override
    protected PromotionPolicy create() {
      return new DamosComponent();
    }

    @Override
    protected Map<String, ?> knobs() {
      return Map.of(
          "action", "migrate-hot",
          "dest0_id", 0,
          "dest0_weight", 3,
          "dest1_id", 1,
          "dest1_weight", 1);
    }
  }

  @Nested
  class ColdUnderAQuota extends PromotionPolicyContract {
    @Override
    protected PromotionPolicy create() {
      return new DamosComponent();
    }

    @Override
    protected Map<String, ?> knobs() {
      return Map.of(
          "action",
          "migrate-cold",
          "target_nid",
          1,
          "quota_ms",
          10,
          "quota_bytes",
          1 << 20,
          "reset_interval_ms",
          500,
          "filter0_type",
          "young");
    }
  }
}
