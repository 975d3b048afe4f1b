package org.tierlab.source.damon;

import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.tierlab.api.hotness.HotnessSource;
import org.tierlab.source.damon.component.DamonComponent;
import org.tierlab.testkit.HotnessSourceContract;

class DamonContractTest {
  @Nested
  class Vaddr extends HotnessSourceContract {
    @Override
    protected HotnessSource create() {
      return new DamonComponent();
    }
  }

  @Nested
  class Fvaddr extends HotnessSourceContract {
    @Override
    protected HotnessSource create() {
      return new DamonComponent();
    }

    @Override
    protected Map<String, ?> knobs() {
      return Map.of("operations", "fvaddr", "stale_tlb_us", 2_000);
    }
  }

  @Nested
  class Paddr extends HotnessSourceContract {
    @Override
    protected HotnessSource create() {
      return new DamonComponent();
    }

    @Override
    protected Map<String, ?> knobs() {
      return Map.of("operations", "paddr", "aggrs", 3, "access_bp", 400);
    }
  }
}
