package org.tierlab.itest;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.ToIntFunction;
import org.osgi.framework.Bundle;
import org.tierlab.boot.TierlabFramework;

/** Types into the shell of the distribution and reads what it prints. */
final class ShellDriver implements AutoCloseable {

  private static final long PATIENCE_MS = 60_000;

  private final InputStream in = System.in;
  private final PrintStream out = System.out;
  private final PrintStream err = System.err;
  private final Transcript transcript = new Transcript();
  private final PipedOutputStream keyboard = new PipedOutputStream();
  private final TierlabFramework framework;
  private final CompletableFuture<Integer> status = new CompletableFuture<>();
  private int lines;

  /** What was printed, for somebody who waits for more. */
  private static final class Transcript extends ByteArrayOutputStream {
    @Override
    public synchronized void write(byte[] bytes, int from, int count) {
      super.write(bytes, from, count);
      notifyAll();
    }

    synchronized String upTo(String mark) throws Exception {
      long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(PATIENCE_MS);
      int at = toString(UTF_8).indexOf(mark);
      while (at < 0) {
        long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
        if (left <= 0) {
          throw new TimeoutException("no " + mark + " after: " + toString(UTF_8));
        }
        wait(left);
        at = toString(UTF_8).indexOf(mark);
      }
      String text = toString(UTF_8).substring(0, at);
      reset();
      return text;
    }
  }

  /**
   * Opens a shell.
   *
   * @param home the distribution
   * @param load the folder that it watches
   * @param arguments of the command {@code shell}
   */
  ShellDriver(Path home, Path load, String... arguments) throws Exception {
    PipedInputStream script = new PipedInputStream(keyboard, 1 << 16);
    PrintStream printed = new PrintStream(transcript, true, UTF_8);
    System.setIn(script);
    System.setOut(printed);
    System.setErr(printed);
    framework = TierlabFramework.start(home, TierlabFramework.Mode.INTERACTIVE, load);
    if (!framework.problems().isEmpty()) {
      throw new IllegalStateException(framework.problems().toString());
    }
    ToIntFunction<String[]> application = framework.application(10_000);
    String[] words = new String[arguments.length + 1];
    words[0] = "shell";
    System.arraycopy(arguments, 0, words, 1, arguments.length);
    Thread thread = new Thread(() -> status.complete(application.applyAsInt(words)), "shell");
    thread.start();
  }

  /** Executes a line and returns what it and those before it printed. */
  String type(String line) throws Exception {
    String mark = "<mark " + ++lines + ">";
    keyboard.write((line + "\necho '" + mark + "'\n").getBytes(UTF_8));
    keyboard.flush();
    return transcript.upTo(mark);
  }

  /** Executes a line without waiting for it. */
  void send(String line) throws Exception {
    keyboard.write((line + "\n").getBytes(UTF_8));
    keyboard.flush();
  }

  /** Repeats a line until it prints something: for what another thread brings about. */
  String typeUntil(String line, String expected) throws Exception {
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(PATIENCE_MS);
    String text = type(line);
    while (!text.contains(expected)) {
      if (System.nanoTime() > deadline) {
        throw new TimeoutException("no '" + expected + "' in: " + text);
      }
      text = type(line);
    }
    return text;
  }

  /** The bundle of a symbolic name, the one installed last if there are several. */
  Bundle bundle(String name) {
    Bundle found = null;
    for (Bundle bundle : framework.context().getBundles()) {
      if (name.equals(bundle.getSymbolicName())) {
        found = bundle;
      }
    }
    if (found == null) {
      throw new IllegalArgumentException(name);
    }
    return found;
  }

  TierlabFramework framework() {
    return framework;
  }

  /** Ends the input and returns the exit status. */
  int leave() throws Exception {
    keyboard.close();
    return status.get(PATIENCE_MS, TimeUnit.MILLISECONDS);
  }

  @Override
  public void close() throws IOException {
    keyboard.close();
    framework.close();
    System.setIn(in);
    System.setOut(out);
    System.setErr(err);
  }
}
