package org.tierlab.shell.terminal;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;
import org.tierlab.shell.run.ShellRuns;

/**
 * Executes the lines of a script one after the other until it ends. A line is executed once the one
 * before has done its work, so none is lost at the end of the input. Errors are told with the
 * line's number; the script goes on.
 */
final class ScriptLoop {

  private static final int FAILED = 2;

  private final Interpreter interpreter;
  private final ShellRuns runs;
  private final PrintStream errors;
  private final BlockingQueue<Optional<String>> lines = new LinkedBlockingQueue<>();
  private int number;
  private boolean isAtEnd;

  ScriptLoop(Interpreter interpreter, ShellRuns runs, PrintStream errors) {
    this.interpreter = interpreter;
    this.runs = runs;
    this.errors = errors;
  }

  /**
   * Executes a script.
   *
   * @param script read on a thread of its own: an interrupt ends the loop even while it waits
   * @return 0, or 2 if a line went wrong
   */
  int run(InputStream script) throws InterruptedException {
    Thread reader = new Thread(() -> read(script), "tierlab-script");
    reader.setDaemon(true);
    reader.start();
    int status = 0;
    while (!runs.isLeaving()) {
      String text = next();
      if (text == null) {
        break;
      }
      int first = number;
      while (Interpreter.isUnfinished(text)) {
        String more = next();
        if (more == null) {
          break;
        }
        text = text + "\n" + more;
      }
      String problem = interpreter.execute(text);
      if (problem != null) {
        errors.println("tierlab: line " + first + ": " + problem);
        errors.flush();
        status = FAILED;
      }
    }
    return status;
  }

  /** The next line, null at the end of the script and ever after. */
  private @Nullable String next() throws InterruptedException {
    if (isAtEnd) {
      return null;
    }
    String line = lines.take().orElse(null);
    isAtEnd = line == null;
    number++;
    return line;
  }

  private void read(InputStream script) {
    try {
      BufferedReader reader = new BufferedReader(new InputStreamReader(script, UTF_8));
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        lines.add(Optional.of(line));
      }
    } catch (IOException e) {
      errors.println("tierlab: cannot read the script: " + e.getMessage());
    } finally {
      lines.add(Optional.empty());
    }
  }
}
