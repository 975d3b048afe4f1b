package org.tierlab.source.lruscan.component;

import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.tierlab.api.hotness.HotnessSource;
import org.tierlab.testkit.HotnessSourceContract;

class LruScanContractTest {
  @Nested
  class AsPosted extends HotnessSourceContract {
    @Override
    protected HotnessSource create() {
      return new LruScanComponent();
    }
  }

  @Nested
  class WithAging extends HotnessSourceContract {
    @Override
    protected HotnessSource create() {
      return new LruScanComponent();
    }

    @Override
    protected Map<String, ?> knobs() {
      return Map.of("walk_seq", "own", "aging_interval_ms", 2000, "force_scan", false);
    }
  }
}
