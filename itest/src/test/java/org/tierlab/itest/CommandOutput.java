package org.tierlab.itest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.ToIntFunction;

/** What commands of a framework print. */
final class CommandOutput {

  private final ToIntFunction<String[]> application;

  CommandOutput(ToIntFunction<String[]> application) {
    this.application = application;
  }

  /** What a command prints on standard output; it must end well. */
  String output(String... arguments) {
    PrintStream terminal = System.out;
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      System.setOut(new PrintStream(bytes, true, StandardCharsets.UTF_8));
      assertThat(application.applyAsInt(arguments))
          .describedAs("%s printed %s", List.of(arguments), bytes.toString(StandardCharsets.UTF_8))
          .isZero();
    } finally {
      System.setOut(terminal);
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
