package org.tierlab.shell.terminal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jline.reader.Candidate;
import org.jline.reader.Completer;
import org.jline.reader.LineReader;
import org.jline.reader.ParsedLine;
import org.tierlab.shell.command.TierCommand;
import org.tierlab.shell.run.Refusal;
import org.tierlab.shell.run.ShellRuns;

/** Completes commands by name, and the arguments of the shell's own. */
final class TierCompleter implements Completer {

  private static final String SCOPE = "tier:";

  private final List<TierCommand> commands;
  private final ShellRuns runs;
  private final Supplier<? extends Iterable<String>> names;

  /**
   * Completes commands.
   *
   * @param commands the shell's own
   * @param runs what they work on
   * @param names every command's name with its scope
   */
  TierCompleter(
      List<TierCommand> commands, ShellRuns runs, Supplier<? extends Iterable<String>> names) {
    this.commands = commands;
    this.runs = runs;
    this.names = names;
  }

  @Override
  public void complete(LineReader reader, ParsedLine line, List<Candidate> candidates) {
    if (line.wordIndex() <= 0) {
      completeCommand(line.word(), candidates);
      return;
    }
    String word = line.words().get(0).replaceFirst("^" + SCOPE, "");
    List<String> before = line.words().subList(1, line.wordIndex());
    for (TierCommand command : commands) {
      if (command.word().equals(word)) {
        try {
          command.completions(runs, before).forEach(text -> add(text, candidates));
        } catch (Refusal e) {
          return;
        }
        if (command.takesExperiment(before)) {
          addExperiments(line.word(), candidates);
        }
      }
    }
  }

  /** Files that end in .yaml, and folders, which go on. */
  private static void addExperiments(String typed, List<Candidate> candidates) {
    String folder = typed.substring(0, typed.lastIndexOf('/') + 1);
    try (Stream<Path> entries = Files.list(Path.of(folder.isEmpty() ? "." : folder))) {
      for (Path entry : entries.sorted().toList()) {
        String name = String.valueOf(entry.getFileName());
        if (Files.isDirectory(entry) && !name.startsWith(".")) {
          String text = folder + name + "/";
          candidates.add(new Candidate(text, text, null, null, null, null, false));
        } else if (name.endsWith(".yaml")) {
          add(folder + name, candidates);
        }
      }
    } catch (IOException | InvalidPathException e) {
      // There is nothing to offer in a folder that cannot be read.
      return;
    }
  }

  private void completeCommand(String typed, List<Candidate> candidates) {
    for (TierCommand command : commands) {
      candidates.add(candidate(command, SCOPE + command.word()));
      if (!typed.startsWith(SCOPE)) {
        candidates.add(candidate(command, command.word()));
      }
    }
    for (String name : names.get()) {
      if (!name.startsWith(SCOPE) && !typed.isEmpty()) {
        add(name, candidates);
        add(name.substring(name.indexOf(':') + 1), candidates);
      }
    }
  }

  private static Candidate candidate(TierCommand command, String name) {
    return new Candidate(name, name, null, command.about(), null, null, true);
  }

  /** What ends in an equals sign goes on with a value. */
  private static void add(String text, List<Candidate> candidates) {
    candidates.add(new Candidate(text, text, null, null, null, null, !text.endsWith("=")));
  }
}
