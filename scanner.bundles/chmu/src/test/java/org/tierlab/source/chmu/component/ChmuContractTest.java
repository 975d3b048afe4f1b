package org.tierlab.source.chmu.component;

import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.tierlab.api.hotness.HotnessSource;
import org.tierlab.testkit.HotnessSourceContract;

class ChmuContractTest {
  @Nested
  class Epochs extends HotnessSourceContract {
    @Override
    protected HotnessSource create() {
      return new ChmuComponent();
    }

    @Override
    protected Map<String, ?> knobs() {
      return Map.of("hotness_threshold", 1);
    }
  }

  @Nested
  class AlwaysOn extends HotnessSourceContract {
    @Override
    protected HotnessSource create() {
      return new ChmuComponent();
    }

    @Override
    protected Map<String, ?> knobs() {
      return Map.of("reporting", "always-on", "epoch_type", "per-counter", "hotness_threshold", 1);
    }
  }
}
