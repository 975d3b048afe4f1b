package org.tierlab.shell.terminal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.felix.gogo.jline.Highlighter;
import org.apache.felix.gogo.jline.Parser;
import org.apache.felix.gogo.jline.Shell;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Job;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.UserInterruptException;
import org.jline.terminal.Terminal;
import org.tierlab.shell.command.TierCommand;
import org.tierlab.shell.run.ShellRuns;

/** Reads lines from a terminal, with history and completion, until somebody leaves. */
final class InteractiveLoop {

  private static final String PROMPT = "tierlab> ";

  private final Interpreter interpreter;
  private final ShellRuns runs;
  private final Terminal terminal;
  private final LineReader reader;
  private final AtomicBoolean isReading = new AtomicBoolean();

  InteractiveLoop(
      Interpreter interpreter,
      ShellRuns runs,
      List<TierCommand> commands,
      Terminal terminal,
      Path history) {
    this.interpreter = interpreter;
    this.runs = runs;
    this.terminal = terminal;
    CommandSession session = interpreter.session();
    reader =
        LineReaderBuilder.builder()
            .appName("tierlab")
            .terminal(terminal)
            .parser(new Parser())
            .highlighter(new Highlighter(session))
            .completer(new TierCompleter(commands, runs, () -> Shell.getCommands(session)))
            .variable(LineReader.HISTORY_FILE, history)
            .option(LineReader.Option.DISABLE_EVENT_EXPANSION, true)
            .build();
    session.put(Shell.VAR_TERMINAL, terminal);
    session.put(Shell.VAR_READER, reader);
    session.put(Shell.VAR_COMPLETIONS, new HashMap<>());
  }

  /** Where the history is kept: in the user's home, if a folder can be made there. */
  static Path history(Path home) {
    Path folder = home.resolve(".tierlab");
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      return home.resolve(".tierlab_history");
    }
    return folder.resolve("history");
  }

  /** Tells something while the user may be typing. */
  void tell(String line) {
    if (isReading.get()) {
      reader.printAbove(line);
    } else {
      terminal.writer().println(line);
      terminal.flush();
    }
  }

  /**
   * Answers lines until somebody leaves.
   *
   * @param isStopping tells an interrupt of the process from Ctrl-C
   */
  void run(AtomicBoolean isStopping) {
    Terminal.SignalHandler earlier = terminal.handle(Terminal.Signal.INT, signal -> interruptJob());
    try {
      while (!runs.isLeaving() && !isStopping.get() && answer()) {
        // Each line is answered as it comes.
      }
      reader.getHistory().save();
    } catch (IOException e) {
      terminal.writer().println("tierlab: cannot save the history: " + e.getMessage());
      terminal.flush();
    } finally {
      terminal.handle(Terminal.Signal.INT, earlier);
    }
  }

  private boolean answer() {
    String line;
    isReading.set(true);
    try {
      line = reader.readLine(PROMPT);
    } catch (UserInterruptException e) {
      return true;
    } catch (EndOfFileException e) {
      return false;
    } finally {
      isReading.set(false);
    }
    try {
      String problem = line.isBlank() ? null : interpreter.execute(line);
      if (problem != null) {
        terminal.writer().println(problem);
      }
    } catch (InterruptedException e) {
      terminal.writer().println();
    }
    terminal.flush();
    return true;
  }

  private void interruptJob() {
    Job job = interpreter.session().foregroundJob();
    if (job != null) {
      job.interrupt();
    }
  }
}
