package org.tierlab.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.tierlab.command.report.Json;
import org.tierlab.command.run.SimulationFactory;

class CompareCommandTest extends CommandLineFixture {

  /** Run time: 10 s for one repeat, 1 s less for each further one, plus a tenth of the seed. */
  @BeforeEach
  void repeatsGainTime() {
    simulations =
        (experiment, plugins) -> {
          long repeat = (Long) experiment.workloads().get(0).plugin().knobs().get("repeat");
          long runtime = (11 - repeat) * 1_000_000_000L + experiment.seed() * 100_000_000L;
          return new FakeSimulation(TestRuns.complete(experiment.seed(), runtime));
        };
  }

  /** Three seeds: means 10.2 and 9.2, spreads 0.1; t(0.975, 4) = 2.776, error 0.08165. */
  @Test
  void table() {
    assertThat(
            execute(
                "compare",
                file,
                "--runs",
                3,
                "--variant",
                "base",
                "--variant",
                "twice=workload.repeat=2",
                "--variant",
                "same=sources=[scan, hint];seed=1"))
        .isZero();
    assertThat(out())
        .isEqualTo(
            """
            variant  runs  run time (mean)  %stdev  %gain    95 % interval  promotions\
              fast-node share
            base        3         10.200 s    0.98      -                -         120\
                       50.0 %
            twice       3          9.200 s    1.09  +9.80  +7.58 to +12.03         120\
                       50.0 %
            same        3         10.200 s    0.98  +0.00   -2.22 to +2.22         120\
                       50.0 %  not distinguishable
            bounds of all variants: all-fast 200.000 ms, oracle 2.275 s, all-slow 900.000 ms
            """);
    assertThat(err()).isEmpty();
  }

  /** Run times 10.2 and 9.2 s as above; the payer is in no run and the promotions are the same. */
  @Test
  void columns() throws Exception {
    listVariants("base: {}\ntwice: {workload.repeat: 2}");
    Files.writeString(
        file,
        Files.readString(file)
            + "columns: {seconds: runtime_s, moved: promotions, scanner: cpu_s.kmmscand}\n");

    assertThat(execute("compare", file, "--runs", 3)).isZero();
    List<String> lines = out().lines().toList();
    assertThat(lines.get(0)).endsWith("share  seconds  moved  scanner");
    assertThat(lines.get(1)).endsWith("50.0 %    10.20    120        0");
    assertThat(lines.get(2)).endsWith("50.0 %    9.200   ~120       ~0");
    assertThat(out()).contains("\n~: not distinguishable\n");
    assertThat(execute("compare", file, "--runs", 3, "--column", "runtime_s", "--json")).isZero();
    JsonNode twice = new ObjectMapper().readTree(out()).at("/variants/1/columns");
    assertThat(twice).hasSize(1);
    assertThat(twice.at("/runtime_s/mean").asDouble()).isEqualTo(9.2);
    assertThat(twice.at("/runtime_s/distinguishable").asBoolean()).isTrue();
  }

  @Test
  void columnsThatLeadNowhere() {
    assertThat(
            execute(
                "compare",
                file,
                "--column",
                "vmstatt.pgfault",
                "--variant",
                "a=seed=1",
                "--variant",
                "b=seed=2"))
        .isEqualTo(2);
    assertThat(out().lines().toList().get(1))
        .as("no result is lost")
        .endsWith("50.0 %                -");
    assertThat(err())
        .isEqualTo(
            "column vmstatt.pgfault: 'vmstatt.pgfault' leads to no number of the result document,"
                + " expected a path such as vmstat.pgmigrate_success\n");
  }

  private void listVariants(String variants) throws Exception {
    Files.writeString(file, Files.readString(file) + "\nvariants:\n" + variants.indent(2));
  }

  private List<String> names() {
    return out().lines().skip(1).map(line -> line.replaceFirst("  .*", "")).toList();
  }

  @Test
  void anExperimentListsItsVariants() throws Exception {
    listVariants("base: {}\ntwo words: {workload.repeat: 2, sources: [scan]}");

    assertThat(execute("compare", file, "--runs", 2)).isZero();
    assertThat(names()).startsWith("base", "two words").hasSize(3);
    assertThat(execute("compare", file, "--runs", 2, "--json")).isZero();
  }

  @Test
  void aListedVariantIsNamedAndChanged() throws Exception {
    listVariants("base: {}\ntwice: {workload: {name: replay, repeat: 2}}\nother: {}");

    assertThat(
            execute(
                "compare",
                file,
                "--json",
                "--set",
                "workload.repeat=7",
                "--variant",
                "base",
                "--variant",
                "twice=workload.threads=3"))
        .isZero();
    JsonNode document = new ObjectMapper().readTree(Json.line(Json.read(out())));
    // Between --set, which comes first, and what stands with --variant.
    assertThat(document.at("/experiments/base/workload/repeat").asInt()).isEqualTo(7);
    assertThat(document.at("/experiments/twice/workload/repeat").asInt()).isEqualTo(2);
    assertThat(document.at("/experiments/twice/workload/threads").asInt()).isEqualTo(3);
    assertThat(document.at("/experiments").size()).isEqualTo(2);
    assertThat(execute("run", file)).isZero();
  }

  @Test
  void whatIsWrongWithAListedVariantHasItsPlace() throws Exception {
    assertThat(execute("compare", file)).isEqualTo(2);
    assertThat(err()).contains("the experiment lists no variants");
    listVariants("base: {}\nb: {workload.repeat: 0}");
    int line = Files.readAllLines(file).indexOf("  b: {workload.repeat: 0}") + 1;
    assertThat(execute("compare", file)).isEqualTo(2);
    assertThat(err()).contains(file + ":" + line + ":").contains("'workload.repeat' is '0'");
  }

  @Test
  void aListedVariantIsAMapping() throws Exception {
    listVariants("base: nothing");
    assertThat(execute("compare", file)).isEqualTo(2);
    assertThat(err()).contains("'variants.base' is 'nothing', expected variants by name");
  }

  @Test
  void boundsAreVariantsOfTheirOwn() {
    plugins = plugins.bound("seer");
    assertThat(execute("compare", file, "--bounds", "--runs", 2, "--variant", "base")).isZero();
    assertThat(out().lines().map(line -> line.replaceFirst(" .*", "")))
        .containsExactly("variant", "base", "seer", "bounds");
    assertThat(execute("compare", file, "--runs", 2, "--variant", "base")).isEqualTo(2);
    assertThat(err()).contains("expected at least two variants");
  }

  @Test
  void document() throws Exception {
    assertThat(
            execute(
                "compare",
                file,
                "--json",
                "--variant",
                "base",
                "--variant",
                "twice=workload.repeat=2",
                "--variant",
                "twice=workload.threads=3"))
        .isZero();
    JsonNode document = new ObjectMapper().readTree(Json.line(Json.read(out())));
    assertThat(document.at("/variants/0/runs").asInt()).isEqualTo(5);
    assertThat(document.at("/variants/0/gain_percent").isNull()).isTrue();
    assertThat(document.at("/variants/1/distinguishable").asBoolean()).isTrue();
    assertThat(document.at("/variants/1/runtime_s/values")).hasSize(5);
    assertThat(document.at("/variants/1/seeds").toString()).isEqualTo("[1,2,3,4,5]");
    assertThat(document.at("/bounds/all_fast_s").asDouble()).isEqualTo(0.2);
    assertThat(document.at("/bounds/oracle_s").asDouble()).isPositive();
    assertThat(document.at("/bounds/oracle_s").asDouble())
        .isLessThan(document.at("/variants/0/oracle_s").asDouble());
    assertThat(document.at("/experiments/twice/workload/repeat").asInt()).isEqualTo(2);
    assertThat(document.at("/experiments/twice/workload/threads").asInt()).isEqualTo(3);
    assertThat(document.at("/experiments/base/workload/threads").asInt()).isEqualTo(2);
  }

  @Test
  void overridesOfVariantsNameTheirVariant() {
    assertThat(execute("compare", file, "--variant", "a", "--variant", "b=workload.repeat=0"))
        .isEqualTo(2);
    assertThat(err()).startsWith("--variant b workload.repeat: key 'workload.repeat' is '0'");
    assertThat(execute("compare", file, "--variant", "a", "--variant", "b=workload")).isEqualTo(2);
    assertThat(err()).startsWith("--variant b: 'workload' is no override");
    assertThat(execute("compare", file, "--variant", "a", "--variant", "=x=1")).isEqualTo(2);
    assertThat(err()).startsWith("--variant: '=x=1' has no name");
  }

  @Test
  void oneRunSaysNothing() {
    assertThat(execute("compare", file, "--runs", 1, "--variant", "a", "--variant", "b"))
        .isEqualTo(2);
    assertThat(err()).contains("--runs is 1, expected at least 2");
  }

  @Test
  void aFailedRunIsNotCompared() {
    simulations =
        (experiment, plugins) ->
            new FakeSimulation(TestRuns.partial(experiment.seed(), "source 'scan' hangs"));
    assertThat(execute("compare", file, "--variant", "a", "--variant", "b")).isEqualTo(1);
    assertThat(out()).isEmpty();
    assertThat(err()).contains("the run with seed 1 failed: source 'scan' hangs");
  }

  /** Runs of one after the other: those from a number on last until they are stopped. */
  private void interruptAt(int number) {
    CountDownLatch started = new CountDownLatch(1);
    AtomicInteger begun = new AtomicInteger();
    SimulationFactory whole = simulations;
    simulations =
        (experiment, plugins) ->
            begun.getAndIncrement() < number
                ? whole.of(experiment, plugins)
                : FakeSimulation.endless(experiment.seed(), started);
    Thread caller = Thread.currentThread();
    Thread interrupter =
        new Thread(
            () -> {
              try {
                started.await();
                caller.interrupt();
              } catch (InterruptedException e) {
                throw new AssertionError(e);
              }
            });
    interrupter.setDaemon(true);
    interrupter.start();
  }

  /** Three runs of the first, two of the second and none of the third were finished. */
  @Test
  void anInterruptComparesWhatIsFinishedAndSaysWhatIsNot() throws Exception {
    listVariants("base: {}\ntwice: {workload.repeat: 2}\nthrice: {workload.repeat: 3}");
    interruptAt(5);
    Path folderOut = folder.resolve("out");
    assertThat(execute("compare", file, "--runs", 3, "--threads", 1, "--json", "--out", folderOut))
        .isEqualTo(1);
    String sentence = "interrupted after 5 of 9 runs (twice: 2 of 3; thrice: 0 of 3)";
    JsonNode document = new ObjectMapper().readTree(out());
    assertThat(document.get("partial").asBoolean()).isTrue();
    assertThat(document.get("stopped").asText()).isEqualTo(sentence);
    assertThat(document.get("variants")).hasSize(2);
    assertThat(document.get("variants").get(1).get("runs").asInt()).isEqualTo(2);
    assertThat(err().strip()).isEqualTo("tierlab: " + sentence);
    assertThat(Files.readString(folderOut.resolve("comparison.json"))).isEqualTo(out());
    assertThat(folderOut.toFile().list())
        .containsExactlyInAnyOrder("comparison.json", "report.html", "1-base", "2-twice");
  }

  /** One run of the first variant is no spread to compare with. */
  @Test
  void anInterruptBeforeTheFirstVariantHasTwoRunsComparesNothing() {
    interruptAt(1);
    assertThat(
            execute(
                "compare",
                file,
                "--runs",
                3,
                "--threads",
                1,
                "--variant",
                "base",
                "--variant",
                "twice=workload.repeat=2"))
        .isEqualTo(1);
    assertThat(out()).isEmpty();
    assertThat(err().strip())
        .isEqualTo("tierlab: interrupted after 1 of 6 runs; nothing is compared");
  }
}
