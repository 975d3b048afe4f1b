package org.tierlab.source.abit;

import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.tierlab.api.hotness.HotnessSource;
import org.tierlab.source.abit.component.AbitComponent;
import org.tierlab.testkit.HotnessSourceContract;

class AbitContractTest {
  @Nested
  class Version1 extends HotnessSourceContract {
    @Override
    protected HotnessSource create() {
      return new AbitComponent();
    }
  }

  @Nested
  class Version3 extends HotnessSourceContract {
    @Override
    protected HotnessSource create() {
      return new AbitComponent();
    }

    @Override
    protected Map<String, ?> knobs() {
      return Map.of("version", "v3");
    }
  }

  @Nested
  class Version0 extends HotnessSourceContract {
    @Override
    protected HotnessSource create() {
      return new AbitComponent();
    }

    @Override
    protected Map<String, ?> knobs() {
      return Map.of("version", "v0");
    }
  }

  @Nested
  class Version2 extends HotnessSourceContract {
    @Override
    protected HotnessSource create() {
      return new AbitComponent();
    }

    @Override
    protected Map<String, ?> knobs() {
      return Map.of("version", "v2");
    }
  }
}
