package org.tierlab.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class TierlabCommandTest {

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void printsItsVersion() {
    assertThat(execute("--version")).isZero();
    assertThat(out).hasToString("tierlab 1.2.3" + System.lineSeparator());
  }

  @Test
  void printsItsUsageOnStandardOutput() {
    assertThat(execute()).isZero();
    assertThat(out.toString()).startsWith("Usage: tierlab");
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void refusesWhatItDoesNotKnow() {
    assertThat(execute("--nonsense")).isEqualTo(2);
    assertThat(out.toString()).isEmpty();
    assertThat(err.toString()).contains("--nonsense");
  }

  private int execute(String... args) {
    return TierlabCommand.commandLine("1.2.3", new PrintWriter(out), new PrintWriter(err))
        .execute(args);
  }
}
