package org.tierlab.command;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BenchCommandTest extends CommandLineFixture {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          --mib=0               | --mib is [0], expected 1 to 1048576 each
          --mib=64,1048577      | --mib is [64, 1048577], expected 1 to 1048576 each
          --log2-accesses=9     | --log2-accesses is 9, expected 10 to 40
          --log2-accesses=41    | --log2-accesses is 41, expected 10 to 40
          """)
  void refusesWhatItCannotMeasure(String argument, String problem) {
    assertThat(execute("bench", argument)).isEqualTo(2);
    assertThat(err()).isEqualTo(problem + "\n");
    assertThat(out()).isEmpty();
  }
}
