package org.tierlab.report.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.tierlab.report.Pictures;
import org.tierlab.report.text.HeatText.Style;

class HeatTextTest {
  @Test
  void digitsAreLogarithmicAndNodesHaveAMapOfTheirOwn() {
    String[] lines = HeatText.of(Pictures.run(), 80, Style.PLAIN).split("\n");
    // log(101), log(6) and log(11) of log(101), in ninths; the upper range is empty at first.
    assertThat(lines)
        .containsSubsequence(
            "0x11000          9", "0x1000          53", "0x11000          1", "0x1000          00");
  }

  @Test
  void sharesOfResidentMemoryAreLinesOfBlocks() {
    assertThat(HeatText.of(Pictures.run(), 80, Style.PLAIN))
        .contains("node 0          ▂▆\n", "node 1          ▆▂\n");
  }

  @Test
  void plainTextHasNoControlCharacters() {
    assertThat(HeatText.of(Pictures.run(), 80, Style.PLAIN)).doesNotContain("\u001b");
    assertThat(HeatText.of(Pictures.run(), 80, Style.COLOUR)).contains("\u001b[97;48;5;25m5");
  }
}
