package org.tierlab.command;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TierlabCommandTest extends CommandLineFixture {

  @Test
  void printsItsVersion() {
    assertThat(execute("--version")).isZero();
    assertThat(out()).isEqualTo("tierlab 1.2.3" + System.lineSeparator());
  }

  @Test
  void printsItsUsageOnStandardOutput() {
    assertThat(execute()).isZero();
    assertThat(out()).startsWith("Usage: tierlab").contains("run", "compare", "plugins");
    assertThat(err()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--nonsense",
        "nonsense",
        "run --nonsense",
        "run a.yaml b.yaml",
        "run a.yaml --seed x",
        "run a.yaml --runs 0",
        "compare a.yaml",
        "compare a.yaml --variant a",
        "run",
        "plugins --xml",
        "run missing.yaml",
        "run a.yaml --threads 0",
        "run --replay missing.log"
      })
  void answersBadUsageWithOneLine(String line) {
    assertThat(execute((Object[]) line.split(" ", -1))).isEqualTo(2);
    assertThat(out()).isEmpty();
    assertThat(err().strip()).isNotEmpty().doesNotContain("\n", "\tat ", "Usage:");
  }
}
