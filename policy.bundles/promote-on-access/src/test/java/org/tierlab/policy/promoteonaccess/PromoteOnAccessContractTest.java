package org.tierlab.policy.promoteonaccess;

import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.tierlab.api.policy.PromotionPolicy;
import org.tierlab.policy.promoteonaccess.component.PromoteOnAccessComponent;
import org.tierlab.testkit.PromotionPolicyContract;

class PromoteOnAccessContractTest {
  @Nested
  class Kmmscand extends PromotionPolicyContract {
    @Override
    protected PromotionPolicy create() {
      return new PromoteOnAccessComponent();
    }
  }

  @Nested
  class KmmscandV0 extends PromotionPolicyContract {
    @Override
    protected PromotionPolicy create() {
      return new PromoteOnAccessComponent();
    }

    @Override
    protected Map<String, ?> knobs() {
      return Map.of("series", "kmmscand-v0");
    }
  }

  @Nested
  class Kscand extends PromotionPolicyContract {
    @Override
    protected PromotionPolicy create() {
      return new PromoteOnAccessComponent();
    }

    @Override
    protected Map<String, ?> knobs() {
      return Map.of("series", "kscand");
    }
  }
}
