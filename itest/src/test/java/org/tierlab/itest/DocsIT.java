package org.tierlab.itest;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tierlab.boot.TierlabFramework;

/**
 * What the documents say to type. Blocks marked {@code console} are carried out one after the other
 * on a user's machine, and what follows a command is what it prints, dots for what is left out. The
 * options of all other commands exist.
 */
class DocsIT {

  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private static final Path HOME = Path.of(System.getProperty("tierlab.home"));
  private static final Pattern BLOCK =
      Pattern.compile("^```console\\n(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL);
  private static final Pattern COMMAND = Pattern.compile("(?:^|\\| |`)\\./tierlab ([a-z][^`\\n]*)");
  private static final Pattern OPTION =
      Pattern.compile("(?<![\\w-])--(?:\\[no-\\])?([a-z][a-z0-9-]+)");
  private static final String DOTS = "...";

  @TempDir private static Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"tutorial.md", "plugin-kinds.md"})
  void consoleBlocksDoWhatTheyShow(String document) throws Exception {
    UserMachine machine =
        UserMachine.unpack(Files.createDirectory(folder.resolve(document.replace(".md", ""))));
    Path where = machine.work();
    List<String> lines = new ArrayList<>();
    Matcher blocks = BLOCK.matcher(Files.readString(ROOT.resolve("doc").resolve(document)));
    while (blocks.find()) {
      lines.addAll(blocks.group(1).lines().toList());
    }
    assertThat(lines).isNotEmpty();
    for (int i = 0; i < lines.size(); ) {
      String line = lines.get(i);
      assertThat(line).startsWith("$ ");
      String command = line.substring(2);
      List<String> shown = following(lines, i + 1, "$ ");
      i += 1 + shown.size();
      if (command.startsWith("cd ")) {
        where = where.resolve(command.substring(3));
      } else if (command.startsWith("./mvnw ")) {
        // The whole of it is on the road that another test goes.
        machine.maven(where, "package", "-DskipTests");
      } else if (command.startsWith("tierlab shell ")) {
        String[] words = words(command);
        typeInto(machine.shell(where, Arrays.copyOfRange(words, 1, words.length)), shown);
      } else {
        assertShown(command, machine.tierlab(where, words(command)), shown);
      }
    }
  }

  private static List<String> following(List<String> lines, int from, String next) {
    return lines.subList(from, lines.size()).stream()
        .takeWhile(line -> !line.startsWith(next))
        .toList();
  }

  private static void typeInto(UserShell shell, List<String> lines) throws Exception {
    try (shell) {
      for (int i = 0; i < lines.size(); ) {
        assertThat(lines.get(i)).startsWith("tierlab> ");
        String command = lines.get(i).substring("tierlab> ".length());
        List<String> shown = following(lines, i + 1, "tierlab> ");
        i += 1 + shown.size();
        assertShown(command, shell.type(command), shown);
      }
      assertThat(shell.leave()).isZero();
    }
  }

  /** Every line that is shown is printed, in this order; a line of dots stands for any number. */
  private static void assertShown(String command, String printed, List<String> shown) {
    String pattern =
        shown.stream()
            .map(
                line ->
                    line.equals(DOTS)
                        ? "(?:.*\\n)*?"
                        : Stream.of(line.split(Pattern.quote(DOTS), -1))
                                .map(part -> part.isEmpty() ? "" : spaced(part))
                                .collect(Collectors.joining(".*"))
                            + "\\h*\\n")
            .collect(Collectors.joining());
    if (!shown.isEmpty()) {
      assertThat(printed).describedAs(command).containsPattern("(?m)(?:^|\\A)" + pattern);
    }
  }

  /** Columns are as wide as their content. */
  private static String spaced(String text) {
    return Stream.of(text.split("\\s+", -1))
        .map(part -> part.isEmpty() ? "" : Pattern.quote(part))
        .collect(Collectors.joining("\\h+"));
  }

  private static String[] words(String command) {
    List<String> words = new ArrayList<>();
    Matcher matcher = Pattern.compile("'([^']*)'|(\\S+)").matcher(command);
    while (matcher.find()) {
      words.add(matcher.group(1) == null ? matcher.group(2) : matcher.group(1));
    }
    return words.subList(1, words.size()).toArray(String[]::new);
  }

  @Test
  void theOptionsOfAllOtherCommandsExist() throws Exception {
    try (TierlabFramework framework = TierlabFramework.start(HOME, TierlabFramework.Mode.BATCH);
        Stream<Path> documents = Files.walk(ROOT.resolve("doc"))) {
      CommandOutput commands = new CommandOutput(framework.application(10_000));
      List<Path> all =
          new ArrayList<>(documents.filter(file -> file.toString().endsWith(".md")).toList());
      all.add(ROOT.resolve("README.md"));
      List<String> wrong = new ArrayList<>();
      for (Path document : all) {
        for (String line : Files.readString(document).lines().toList()) {
          Matcher command = COMMAND.matcher(line.strip());
          if (command.find()) {
            unknown(commands, command.group(1))
                .forEach(
                    option ->
                        wrong.add(document.getFileName() + ": " + line.strip() + ": " + option));
          }
        }
      }
      assertThat(wrong).isEmpty();
    }
  }

  private static List<String> unknown(CommandOutput commands, String typed) {
    String[] words = typed.split("[\\s|]+", -1);
    boolean hasSubcommand =
        Set.of("plugins", "trace").contains(words[0])
            && words.length > 1
            && words[1].matches("[a-z]+");
    String help =
        hasSubcommand
            ? commands.output(words[0], words[1], "--help")
            : commands.output(words[0], "--help");
    return OPTION
        .matcher(typed)
        .results()
        .map(option -> option.group(1))
        .filter(option -> !Pattern.compile("--(\\[no-\\])?" + option + "\\b").matcher(help).find())
        .toList();
  }
}
