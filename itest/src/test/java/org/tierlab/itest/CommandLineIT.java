package org.tierlab.itest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToIntFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tierlab.boot.TierlabFramework;

/** The command line as the distribution has it. */
class CommandLineIT {

  private static final Path HOME = Path.of(System.getProperty("tierlab.home"));
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private static final String EXAMPLE = ROOT.resolve("examples/redis-swap.yaml").toString();
  private static final Pattern HASH = Pattern.compile("\"?hash\"? ?: \"?([0-9a-f]{64})\"?");

  private static TierlabFramework framework;
  private static ToIntFunction<String[]> application;

  @TempDir private Path folder;

  @BeforeAll
  static void start() throws Exception {
    framework = TierlabFramework.start(HOME, TierlabFramework.Mode.BATCH);
    application = framework.application(10_000);
  }

  @AfterAll
  static void stop() {
    framework.close();
  }

  /** What a command prints on standard output; it must end well. */
  private static String output(String... arguments) {
    PrintStream terminal = System.out;
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      System.setOut(new PrintStream(bytes, true, StandardCharsets.UTF_8));
      assertThat(application.applyAsInt(arguments)).isZero();
    } finally {
      System.setOut(terminal);
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }

  private static String hash(String output) {
    Matcher matcher = HASH.matcher(output);
    assertThat(matcher.find()).isTrue();
    return matcher.group(1);
  }

  /** The start script answers these without a framework; here they are asked in one. */
  @ParameterizedTest
  @ValueSource(strings = {"--version", "--help", "trace --help"})
  void whatLooksAtNoPluginIsAnsweredAlikeWithoutAFramework(String line) throws Exception {
    List<String> command = new ArrayList<>(List.of("sh", HOME.resolve("tierlab").toString()));
    command.addAll(List.of(line.split(" ", -1)));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getOutputStream().close();
    assertThat(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
        .isEqualTo(output(line.split(" ", -1)));
    assertThat(process.waitFor()).isZero();
  }

  @Test
  void theSchemaInTheRepositoryIsThatOfThePlugins() throws Exception {
    assertThat(output("plugins", "--schema"))
        .describedAs("./tierlab plugins --schema > doc/experiment.schema.json")
        .isEqualTo(Files.readString(ROOT.resolve("doc/experiment.schema.json")));
  }

  @Test
  void theReferenceInTheRepositoryIsThatOfThePlugins() throws Exception {
    assertThat(output("plugins", "--reference"))
        .describedAs("./tierlab plugins --reference > doc/reference.md")
        .isEqualTo(Files.readString(ROOT.resolve("doc/reference.md")));
  }

  @Test
  void theFirstExampleRunsAndRunsAgainFromItsLog() {
    String log = folder.resolve("events.jsonl").toString();
    String tables = output("run", EXAMPLE, "--log", log);
    assertThat(tables).contains("invariants: ok", "swap source abit for numab");
    String replayed = output("run", "--replay", log, "--json");
    assertThat(replayed).startsWith("{").endsWith("}\n");
    assertThat(hash(replayed)).isEqualTo(hash(tables));
  }

  /** The figures are the same on every JDK: what the README shows is what this one computes. */
  @Test
  void theReadmeShowsWhatTheFirstExamplePrints() throws Exception {
    List<String> shown =
        Files.readString(ROOT.resolve("README.md"))
            .lines()
            .dropWhile(line -> !line.startsWith("    experiment redis-swap"))
            .takeWhile(line -> line.isBlank() || line.startsWith("    "))
            .map(String::strip)
            .filter(line -> !line.isEmpty() && !line.equals("..."))
            .toList();
    assertThat(shown).hasSizeGreaterThan(10).last().asString().startsWith("hash: ");
    assertThat(output("run", EXAMPLE).lines().map(String::strip)).containsAll(shown);
  }

  @Test
  void theNumberOfThreadsChangesNothing() {
    String[] few = {"run", EXAMPLE, "--set", "workload.repeat=1", "--runs", "3", "--threads", "1"};
    String[] many = few.clone();
    many[many.length - 1] = "3";
    assertThat(hash(output(many))).isEqualTo(hash(output(few)));
  }

  @Test
  void tracesAreImported() {
    String trace = folder.resolve("redis.trace").toString();
    output("trace", "import", ROOT.resolve("examples/redis.pages.gz").toString(), trace);
    assertThat(output("trace", "info", trace)).containsPattern("touched pages +4,895\n");
  }

  /** Cells are simulated from the machine's constants: other published values change none. */
  @Test
  void publishedValuesDoNotChangeSimulatedOnes() throws Exception {
    String columns = "folio,host,workqueue,folios,vanilla_gbps,mt_8_gbps\n";
    Path rows = folder.resolve("rows.csv");
    Files.writeString(rows, columns + "2MB,idle,unbound,8,8.42,33.96\n");
    String[] command = {
      "reproduce", "folio-copy", "--runs", "1", "--json", "--data", rows.toString()
    };
    String measured = output(command);
    Files.writeString(rows, columns + "2MB,idle,unbound,8,1,1\n");
    String invented = output(command);

    assertThat(measured).contains("\"holds\" : true", "\"row\" : \"8 x 2MB, idle, unbound\"");
    assertThat(invented).contains("\"holds\" : false");
    assertThat(simulated(invented)).hasSize(2).isEqualTo(simulated(measured));
  }

  /** Calls that were simulated with the constants of a machine: fitted to them, those come back. */
  @Test
  void calibrationFindsTheConstantsOfSimulatedCalls() throws Exception {
    List<String> columns =
        List.of("vanilla_gbps", "mt_1_gbps", "mt_4_gbps", "mt_16_gbps", "mt_32_gbps");
    Path rows = folder.resolve("calls.csv");
    String header = "folio,host,workqueue,folios," + String.join(",", columns) + "\n";
    List<String> calls =
        List.of(
            "64KB,idle,unbound,8,",
            "64KB,idle,unbound,256,",
            "2MB,idle,unbound,1,",
            "2MB,idle,unbound,32,",
            "2MB,idle,unbound,256,");
    Files.writeString(rows, header + String.join("1,1,1,1,1\n", calls) + "1,1,1,1,1\n");
    List<String> simulated =
        simulated(
            output("reproduce", "folio-copy", "--runs", "1", "--json", "--data", rows.toString()));
    assertThat(simulated).hasSize(25);
    StringBuilder measured = new StringBuilder(header);
    for (int row = 0; row < calls.size(); row++) {
      List<String> cells = simulated.subList(5 * row, 5 * row + 5);
      measured
          .append(calls.get(row))
          .append(
              String.join(",", cells.stream().map(cell -> cell.replaceAll("[^0-9.]", "")).toList()))
          .append('\n');
    }
    Files.writeString(rows, measured);

    String machine = output("calibrate", rows.toString(), "--base", "grace-2s");

    assertThat(machine).contains("#   25 rows: median error 0.0 %, maximum 0.");
    for (String constant :
        List.of(
            "copy_thread_gbps 9.25",
            "copy_path_gbps 80",
            "call_ns 86000",
            "worker_rate 0.81",
            "wakeup_ns 72000",
            "contention_threads 25",
            "queue_ns 4000",
            "piece_ns 900")) {
      String[] known = constant.split(" ", -1);
      Matcher found =
          Pattern.compile(known[0] + ": \\{value: ([0-9.]+).*'fitted: ").matcher(machine);
      assertThat(found.find()).as("%s in%n%s", constant, machine).isTrue();
      assertThat(Double.parseDouble(found.group(1)))
          .as(constant)
          .isCloseTo(Double.parseDouble(known[1]), Percentage.withPercentage(1));
    }
  }

  /** The smallest whole study, 78 cells against the kernel's counters, and all constants. */
  @Test
  void validationIsUpToDateWithMachinesAndTheSmallestStudy() throws Exception {
    String printed = output("reproduce", "linux-numab", "machines", "--markdown", "--runs", "1");
    assertThat(printed)
        .contains("12 of 12 cells are exact", "55 of 55 cells are exact")
        .contains("holds: late first faults")
        .doesNotContain("does not hold");
    assertValidationHas(printed);
  }

  /** The DAMON of a real kernel: its medians within the range of those of 20 seeds. */
  @Test
  void damonFindsWhatTheKernelFound() throws Exception {
    String printed = output("reproduce", "linux-damon", "--markdown", "--runs", "20");
    assertThat(printed).contains("holds: 12 of 12 medians").doesNotContain("does not hold");
    assertValidationHas(printed);
  }

  /** Minutes each: {@code -Dtierlab.long-studies=true}. */
  @ParameterizedTest
  @ValueSource(strings = {"abench", "folio-copy", "interleave"})
  @EnabledIfSystemProperty(named = "tierlab.long-studies", matches = "true")
  void validationIsUpToDateWithLongerStudies(String study) throws Exception {
    String[] runs = study.equals("abench") ? new String[] {"--runs", "1"} : new String[0];
    String[] command =
        Stream.concat(Stream.of("reproduce", study, "--markdown"), Stream.of(runs))
            .toArray(String[]::new);
    assertValidationHas(output(command));
  }

  private static void assertValidationHas(String printed) throws Exception {
    String document = Files.readString(ROOT.resolve("doc/validation.md"));
    for (String section : Pattern.compile("(?m)(?=^## )").split(printed, -1)) {
      assertThat(document).as("doc/validation.md says how it is written").contains(section.strip());
    }
  }

  private static List<String> simulated(String document) {
    return document.lines().filter(line -> line.contains("\"simulated\"")).toList();
  }

  @Test
  void theBenchmarkTellsRatiosOfEverything() {
    String[] small = {"bench", "--mib", "4,8", "--log2-accesses", "14", "--seconds", "0"};

    assertThat(output(small))
        .containsPattern("4 MiB, uniform +no plug-ins +[0-9.]+ ")
        .containsPattern(" abit, promoting all +[0-9.]+ ")
        .containsPattern("8 MiB, uniform +no plug-ins +[0-9.]+ ")
        .containsPattern("8 MiB, zipf +no plug-ins +[0-9.]+ ")
        .containsPattern(" numab, mode 2 +[0-9.]+ ")
        .containsPattern(" damon, damos +[0-9.]+ ")
        .containsPattern(" damon, damos, 16 tasks +[0-9.]+ ")
        .containsPattern("replay +native trace +[0-9.]+ ")
        .containsPattern(" native trace, zstd +[0-9.]+ ")
        .containsPattern("import +lackey, a line +[0-9.]+ ")
        .containsPattern(" oracleGeneral, a record +[0-9.]+ ")
        .containsPattern("side by side +two runs at once +[0-9.]+ ")
        .contains("Median and spread of 1 rounds.");
  }
}
