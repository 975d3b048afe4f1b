package org.tierlab.itest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What the documents say to type. Blocks marked {@code console} are carried out one after the other
 * on a user's machine, and what follows a command is what it prints, dots for what is left out.
 * {@link DocumentedCommandsIT} has the commands outside such blocks.
 */
class DocsIT {

  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private static final Pattern BLOCK =
      Pattern.compile("^```console\\n(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL);
  private static final Pattern JAVA =
      Pattern.compile("^```java\\n(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL);
  private static final String DOTS = "...";

  @TempDir private static Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "tutorial.md",
        "howto-source.md",
        "howto-policy.md",
        "howto-engine.md",
        "howto-workload.md"
      })
  void consoleBlocksDoWhatTheyShow(String document) throws Exception {
    UserMachine machine =
        UserMachine.unpack(Files.createDirectory(folder.resolve(document.replace(".md", ""))));
    Path where = machine.work();
    List<String> lines = new ArrayList<>();
    String text = Files.readString(ROOT.resolve("doc").resolve(document));
    Matcher blocks = BLOCK.matcher(text);
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
    assertCodeIsOf(machine.work(), text);
  }

  /** Java on a page is an excerpt of the project made on it, which other tests compile and run. */
  private static void assertCodeIsOf(Path projects, String page) throws IOException {
    StringBuilder sources = new StringBuilder();
    try (Stream<Path> files = Files.walk(projects)) {
      for (Path file : files.filter(name -> name.toString().endsWith(".java")).toList()) {
        sources.append(Files.readString(file));
      }
    }
    Matcher code = JAVA.matcher(page);
    while (code.find()) {
      assertThat(sources).contains(code.group(1));
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
}
