package org.tierlab.source.sampling.component;

import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.tierlab.api.hotness.HotnessSource;
import org.tierlab.testkit.HotnessSourceContract;

class SamplingContractTest {
  @Nested
  class Ibs extends HotnessSourceContract {
    @Override
    protected HotnessSource create() {
      return new SamplingComponent();
    }

    @Override
    protected Map<String, ?> knobs() {
      return Map.of("sample_period", 1);
    }
  }

  @Nested
  class Pebs extends HotnessSourceContract {
    @Override
    protected HotnessSource create() {
      return new SamplingComponent();
    }

    @Override
    protected Map<String, ?> knobs() {
      return Map.of("hardware", "pebs", "sample_period", 2, "buffer_records", 2, "tiers", "all");
    }
  }
}
