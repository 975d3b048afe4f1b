package org.tierlab.itest;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;

/** A shell in a process of its own, typed into through its standard input. */
final class UserShell implements AutoCloseable {

  private static final long PATIENCE_S = 120;

  /** Stands behind the last line. */
  private static final String END = "<end>";

  private final Process process;
  private final OutputStream keyboard;
  private final BlockingQueue<String> printed = new LinkedBlockingQueue<>();
  private int lines;

  UserShell(Process process) {
    this.process = process;
    this.keyboard = process.getOutputStream();
    Thread reader = new Thread(this::read, "shell output");
    reader.setDaemon(true);
    reader.start();
  }

  private void read() {
    try (BufferedReader in =
        new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8))) {
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        printed.add(line);
      }
    } catch (IOException e) {
      printed.add("broken: " + e);
    }
    printed.add(END);
  }

  /** Executes a line and returns what it printed, and what was printed since the line before. */
  String type(String line) throws Exception {
    String mark = "<mark " + ++lines + ">";
    keyboard.write((line + "\necho '" + mark + "'\n").getBytes(UTF_8));
    keyboard.flush();
    StringBuilder text = new StringBuilder();
    while (true) {
      String next = printed.poll(PATIENCE_S, TimeUnit.SECONDS);
      if (next == null || next.equals(END)) {
        throw new TimeoutException("'" + line + "' printed " + text);
      }
      if (next.contains(mark)) {
        return text.toString();
      }
      text.append(next).append('\n');
    }
  }

  /** Repeats a line until it prints what is expected: for what another thread brings about. */
  String typeUntil(String line, Predicate<String> expected) throws Exception {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_S);
    String text = type(line);
    while (!expected.test(text)) {
      if (System.nanoTime() > deadline) {
        throw new TimeoutException("'" + line + "' goes on printing: " + text);
      }
      text = type(line);
    }
    return text;
  }

  /** Ends the input and returns the exit status. */
  int leave() throws Exception {
    keyboard.close();
    if (!process.waitFor(PATIENCE_S, TimeUnit.SECONDS)) {
      throw new TimeoutException("the shell does not leave");
    }
    return process.exitValue();
  }

  @Override
  public void close() {
    process.destroy();
  }
}
