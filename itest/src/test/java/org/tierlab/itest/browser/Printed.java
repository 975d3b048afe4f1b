package org.tierlab.itest.browser;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.function.IntSupplier;

/**
 * What a command printed.
 *
 * @param status its exit status
 * @param out on standard output
 * @param err on standard error
 */
record Printed(int status, String out, String err) {
  static Printed by(IntSupplier command) {
    PrintStream terminal = System.out;
    PrintStream errors = System.err;
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    try {
      System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
      System.setErr(new PrintStream(err, true, StandardCharsets.UTF_8));
      int status = command.getAsInt();
      return new Printed(
          status, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    } finally {
      System.setOut(terminal);
      System.setErr(errors);
    }
  }
}
