package org.tierlab.itest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tierlab.boot.TierlabFramework;

/**
 * Commands that documents name: each is run, its simulations for a few milliseconds of simulated
 * time. Of synopses (with capital letters or dots for what the reader puts in) the options exist.
 */
class DocumentedCommandsIT {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private static final Path HOME = Path.of(System.getProperty("tierlab.home"));
  private static final Pattern COMMAND =
      Pattern.compile("(?:^|\\| |`)\\./tierlab ([a-z](?:\\\\\\n|[^`\\n])*)", Pattern.MULTILINE);
  private static final Pattern SYNOPSIS =
      Pattern.compile("…|\\.\\.\\.|(?<![\\w.=/-])\\[|\\b[A-Z]{3,}\\b|\\|");
  private static final Pattern OPTION =
      Pattern.compile("(?<![\\w-])--(?:\\[no-\\])?([a-z][a-z0-9-]+)");

  private static final Pattern LINK =
      Pattern.compile("\\]\\((?![a-z]+:)([^)#\\s]*)(#[^)\\s]*)?\\)");
  private static final Pattern HEADING = Pattern.compile("^#+ +(.*?) *$", Pattern.MULTILINE);

  /** What people talk to; {@link ShellIT} and the tests in browsers do. */
  private static final Set<String> TALKED_TO = Set.of("shell", "web");

  /** Minutes; {@link CommandLineIT} runs the studies, some with every build. */
  private static final Set<String> LONG = Set.of("reproduce", "calibrate");

  /** Named in prose, without what they need. */
  private static final Set<String> MENTIONS = Set.of("plugins install", "trace import");

  /** Options whose values are files that the command writes or has written. */
  private static final Set<String> FILES =
      Set.of("--out", "--perfetto", "--log", "--page", "--svg", "--replay");

  @TempDir private static Path folder;
  private static TierlabFramework framework;
  private static CommandOutput commands;

  @BeforeAll
  static void start() throws Exception {
    framework = TierlabFramework.start(HOME, TierlabFramework.Mode.BATCH);
    commands = new CommandOutput(framework.application(10_000));
    // What the documents take for granted: two runs to compare, a log to replay, a trace to bring.
    for (String name : List.of("redis", "other")) {
      run("run examples/redis-swap.yaml --out " + name);
    }
    Files.copy(folder.resolve("redis/events.jsonl"), folder.resolve("events.jsonl"));
    Files.writeString(
        folder.resolve("memory.lackey.gz"), " L 0000000000401000,8\n S 1ffefff000,4\n");
  }

  @AfterAll
  static void stop() {
    framework.close();
  }

  private static List<Path> pages() throws IOException {
    List<Path> pages = new ArrayList<>(List.of(ROOT.resolve("README.md")));
    try (Stream<Path> documents = Files.walk(ROOT.resolve("doc"))) {
      documents.filter(file -> file.toString().endsWith(".md")).sorted().forEach(pages::add);
    }
    return pages;
  }

  /** The commands on all pages, in order of pages, each once. */
  private static Set<String> documented() throws IOException {
    Set<String> found = new LinkedHashSet<>();
    for (Path page : pages()) {
      Matcher command = COMMAND.matcher(Files.readString(page).replaceAll("(?m)^ +", ""));
      while (command.find()) {
        // What follows two spaces describes the command.
        found.add(command.group(1).replaceAll(" *\\\\\\n *", " ").strip().split(" {2,}", 2)[0]);
      }
    }
    return found;
  }

  @Test
  void everyCommandRuns() throws Exception {
    List<String> failed = new ArrayList<>();
    int ran = 0;
    for (String command : documented()) {
      String verb = command.split(" ", 2)[0];
      try {
        if (SYNOPSIS.matcher(command).find()
            || MENTIONS.contains(command)
            || TALKED_TO.contains(verb)
            || LONG.contains(verb)) {
          assertThat(unknownOptions(command)).isEmpty();
        } else {
          run(command);
          ran++;
        }
      } catch (AssertionError e) {
        failed.add(command + ": " + e.getMessage());
      }
    }
    assertThat(failed).isEmpty();
    assertThat(ran).as("commands that were run").isGreaterThan(25);
  }

  /** Blocks of experiments are read and run; parts of an experiment are completed. */
  @Test
  void everyFragmentOfAnExperimentRuns() throws Exception {
    Path fragments = examples();
    List<String> failed = new ArrayList<>();
    int ran = 0;
    for (Path page : pages()) {
      for (ExperimentFragment block : ExperimentFragment.of(page)) {
        Path file = fragments.resolve("fragment-" + ran++ + ".yaml");
        Files.writeString(fragments.resolve("machine.yaml"), block.text());
        ExperimentFragment fragment = block.isMachine() ? block.on("machine.yaml") : block;
        Files.writeString(file, fragment.completed());
        try {
          if (fragment.isCompared()) {
            commands.output(
                "compare", file.toString(), "--no-oracle", "--runs", "2", "--set", "limit=2 s");
          } else {
            commands.output("run", file.toString(), "--no-oracle", "--set", "limit=20 ms");
          }
        } catch (AssertionError e) {
          failed.add(fragment.place() + ": " + e.getMessage());
        }
      }
    }
    assertThat(failed).isEmpty();
    assertThat(ran).as("fragments").isGreaterThan(15);
  }

  /** A folder with the files that experiments beside the examples find. */
  private static Path examples() throws IOException {
    Path target = folder.resolve("fragments");
    try (Stream<Path> files = Files.walk(ROOT.resolve("examples"))) {
      for (Path file : files.toList()) {
        Files.copy(file, target.resolve(ROOT.resolve("examples").relativize(file).toString()));
      }
    }
    return target;
  }

  /** Relative links lead to files, and those with an anchor to a heading or a label there. */
  @Test
  void linksLeadSomewhere() throws Exception {
    List<String> broken = new ArrayList<>();
    for (Path page : pages()) {
      Matcher link = LINK.matcher(Files.readString(page).replaceAll("(?ms)^```.*?^```$", ""));
      while (link.find()) {
        String target = link.group(1);
        String anchor = link.group(2) == null ? "" : link.group(2).substring(1);
        Path file =
            target.isEmpty()
                ? page
                : Objects.requireNonNull(page.getParent()).resolve(target).normalize();
        if (!Files.exists(file) || (!anchor.isEmpty() && !anchors(file).contains(anchor))) {
          broken.add(ROOT.relativize(page) + ": " + link.group());
        }
      }
    }
    assertThat(broken).isEmpty();
  }

  /** Headings as browsers of repositories name them: lower case, spaces as hyphens, no marks. */
  private static Set<String> anchors(Path page) throws IOException {
    Set<String> anchors = new LinkedHashSet<>();
    Matcher heading = HEADING.matcher(Files.readString(page));
    while (heading.find()) {
      String words = heading.group(1).toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N} _-]", "");
      anchors.add(words.replace(' ', '-'));
    }
    return anchors;
  }

  /** Runs a command for a short while, with files in a folder of the test's. */
  private static String run(String command) {
    List<String> words = new ArrayList<>();
    Matcher matcher = Pattern.compile("((?:[^\\s']|'[^']*')+)").matcher(command);
    while (matcher.find()) {
      words.add(matcher.group(1).replace("'", ""));
    }
    String verb = words.get(0);
    boolean files = verb.equals("report") || verb.equals("heat") || verb.equals("trace");
    for (int i = 1; i < words.size(); i++) {
      String word = words.get(i);
      if (word.startsWith("examples/")) {
        words.set(i, ROOT.resolve(word).toString());
      } else if (FILES.contains(words.get(i - 1))
          || (files && !word.startsWith("--") && !(verb.equals("trace") && i == 1))) {
        words.set(i, folder.resolve(word).toString());
      }
    }
    if ((verb.equals("run") && !words.contains("--replay")) || verb.equals("compare")) {
      words.addAll(List.of("--set", "limit=20 ms"));
      if (!words.contains("--bounds") && !words.contains("--oracle")) {
        words.add("--no-oracle");
      }
    }
    if (verb.equals("compare") && !words.contains("--runs")) {
      words.addAll(List.of("--runs", "2"));
    }
    if (verb.equals("report") && !words.contains("--page") && !words.contains("--svg")) {
      words.addAll(List.of("--page", folder.resolve("side-by-side.html").toString()));
    }
    if (verb.equals("bench")) {
      words.addAll(List.of("--mib", "4,8", "--log2-accesses", "14", "--seconds", "0"));
    }
    return commands.output(words.toArray(String[]::new));
  }

  private static List<String> unknownOptions(String typed) {
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
