package org.tierlab.policy.tenant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tierlab.api.knob.KnobException;
import org.tierlab.api.knob.KnobSet;

class ProcessSettingsTest {
  private static ProcessSettings parse(String text) {
    return ProcessSettings.parse("sensitivity", text, 0, 10);
  }

  @Test
  void readsNumbersByName() {
    ProcessSettings settings = parse(" redis=10, batch job = 0 ");
    assertThat(settings.of("redis", 5)).isEqualTo(10);
    assertThat(settings.of("batch job", 5)).isZero();
    assertThat(settings.of("other", 5)).isEqualTo(5);
    assertThat(parse("").of("redis", 7)).isEqualTo(7);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "redis              | 'redis'           | expected NAME=NUMBER",
        "=3                 | '=3'              | expected NAME=NUMBER",
        "redis=3,           | ''                | expected NAME=NUMBER",
        "redis=             | 'redis='          | expected a whole number from 0 to 10 after '='",
        "redis=x            | 'redis=x'         | expected a whole number from 0 to 10 after '='",
        "redis=11           | 'redis=11'        | expected a whole number from 0 to 10 after '='",
        "redis=-1           | 'redis=-1'        | expected a whole number from 0 to 10 after '='",
        "a=1;b=2            | 'a=1;b=2'         | expected a whole number from 0 to 10 after '='",
        "a=1,a=2            | 'a=2'             | but 'a' has a number already"
      },
      quoteCharacter = '"')
  void saysInOneLineWhatIsWrong(String text, String part, String expected) {
    assertThatThrownBy(() -> parse(text))
        .isInstanceOf(KnobException.class)
        .hasMessage("knob 'sensitivity' has " + part + ", " + expected);
  }

  @Test
  void theKnobsRefuseSuchTexts() {
    KnobSet<TenantKnobs> knobs = KnobSet.of(TenantKnobs.class);
    assertThatThrownBy(() -> knobs.bind(Map.of("sensitivity", "redis=11")))
        .isInstanceOf(KnobException.class)
        .satisfies(e -> assertThat(((KnobException) e).knob()).isEqualTo("sensitivity"));
    assertThatThrownBy(() -> knobs.bind(Map.of("shares", "redis=0")))
        .hasMessage(
            "knob 'shares' has 'redis=0', expected a whole number from 1 to 1000 after '='");
    assertThat(knobs.bind(Map.of("shares", "redis=1000")).shareSettings().of("redis", 1))
        .isEqualTo(1000);
  }
}
