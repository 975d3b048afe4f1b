package org.tierlab.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.tierlab.command.report.Json;
import org.tierlab.sim.experiment.Experiment;
import org.tierlab.sim.experiment.OracleSetting.When;
import org.tierlab.sim.experiment.PluginSetting;
import org.tierlab.sim.plugin.Plugins.UnknownPluginException;

class RunCommandTest extends CommandLineFixture {

  private final List<Experiment> seen = Collections.synchronizedList(new ArrayList<>());

  private JsonNode json() throws Exception {
    return new ObjectMapper().readTree(Json.line(Json.read(out())));
  }

  @Test
  void tables() {
    assertThat(execute("run", file)).isZero();
    assertThat(err()).isEmpty();
    assertThat(out())
        .startsWith(
            """
            experiment demo: workload replay on machine small, seed 1
            an access is: misses of a filter
            simulated 1.000 s in 77.000 ms

            phases
              1: 0 ns to 500.000 ms; sources: scan; policies: promote, demote; engine: kernel
              2: 500.000 ms to 1.000 s; sources: hint; policies: promote, demote; engine: kernel

                                           phase 1     phase 2       total
              accesses                       1,000       1,000       2,000
                share of node 0 (dram)      25.0 %      75.0 %      50.0 %
                share of node 1 (cxl)       75.0 %      25.0 %      50.0 %
              promotions (pages)               120         120         120
              demotions (pages)                 30          30          30
              run time                  500.000 ms  500.000 ms     1.000 s
                all-fast bound          200.000 ms  200.000 ms  200.000 ms
                oracle bound                     -           -  250.000 ms
                all-slow bound          900.000 ms  900.000 ms  900.000 ms
              CPU time by payer
                idle                       1.500 s     1.500 s     1.500 s
                task user               500.000 ms  500.000 ms  500.000 ms

            nodes at the end
                             tier  capacity  resident  of files  accesses   share   bandwidth
              node 0 (dram)     0     8 MiB     6 MiB       0 B     1,000  50.0 %  1.250 GB/s
              node 1 (cxl)      1    64 MiB    12 MiB     1 MiB     1,000  50.0 %           -

            resident pages by process
                     node 0 (dram)  node 1 (cxl)
              redis          1,536         3,072

            numastat -c -p
              Per-node process memory usage (in MBs)
              PID   Node 0 Node 1  Total
              ----- ------ ------ ------
              redis      6     12     18
              ----- ------ ------ ------
              Total      6     12     18

            vmstat
              pgpromote_success  1,235

            swaps
              500.000 ms  swap source scan for hint  script  done
            """)
        .doesNotContain("pgdemote_kswapd")
        .contains("\n  machine:\n    name: small\n")
        .contains("      period_ms: 400 ms\n", "    threads: 2\n")
        .endsWith("invariants: ok\nhash: " + "0".repeat(63) + "1\n");
  }

  @Test
  void boundsRunBesideTheExperiment() throws Exception {
    plugins = plugins.bound("seer").bound("cache");
    simulations =
        (experiment, unused) -> {
          seen.add(experiment);
          boolean bound = !experiment.policies().get(0).name().equals("promote");
          return new FakeSimulation(
              TestRuns.complete(experiment.seed(), bound ? 700_000_000L : 1_000_000_000L));
        };
    assertThat(execute("run", file, "--bounds", "--threads", 1)).isZero();
    assertThat(out())
        .contains(
            """
            bounds, unattainable: the workload under policies that no kernel could run
                       run time  promotions  fast-node share
              seer   700.000 ms         120           50.0 %
              cache  700.000 ms         120           50.0 %
            """);
    assertThat(seen).hasSize(3);
    assertThat(seen.get(1).policies()).containsExactly(PluginSetting.of("seer"));
    assertThat(seen.get(1).sources()).isEmpty();
    assertThat(seen.get(1).oracle().when()).isEqualTo(When.NEVER);

    assertThat(execute("run", file, "--bounds", "--json", "--runs", 2)).isZero();
    JsonNode bounds = json().get("bounds");
    assertThat(bounds).hasSize(2);
    assertThat(bounds.at("/1/policy").asText()).isEqualTo("cache");
    assertThat(bounds.at("/1/unattainable").asBoolean()).isTrue();
    assertThat(bounds.at("/1/runtime_s/values")).hasSize(2);

    assertThat(execute("run", file, "--json")).isZero();
    assertThat(json().has("bounds")).isFalse();
  }

  @Test
  void theOracleIsAskedForOrNot() {
    simulations =
        (experiment, plugins) -> {
          seen.add(experiment);
          return new FakeSimulation(TestRuns.complete(1, 1_000_000_000L));
        };
    assertThat(execute("run", file)).isZero();
    assertThat(execute("run", file, "--oracle")).isZero();
    assertThat(execute("run", file, "--no-oracle")).isZero();
    assertThat(seen)
        .extracting(experiment -> experiment.oracle().when())
        .containsExactly(When.AUTO, When.ALWAYS, When.NEVER);
  }

  @Test
  void resultDocument() throws Exception {
    assertThat(execute("run", file, "--json", "--seed", 5)).isZero();
    assertThat(err()).isEmpty();
    JsonNode result = json();
    assertThat(result.get("schema").asText()).isEqualTo("tierlab-result/1");
    assertThat(result.get("seed").asLong()).isEqualTo(5);
    assertThat(result.at("/experiment/seed").asLong()).isEqualTo(5);
    assertThat(result.at("/experiment/sources/0/period_ms").asLong()).isEqualTo(400);
    assertThat(result.get("partial").asBoolean()).isFalse();
    assertThat(result.get("simulated_s").asDouble()).isEqualTo(1);
    assertThat(result.get("wall_s").asDouble()).isEqualTo(0.077);
    assertThat(result.get("accesses").asLong()).isEqualTo(2000);
    assertThat(result.at("/runtime_s/mean").asDouble()).isEqualTo(1);
    assertThat(result.at("/runtime_s/stdev").isNull()).isTrue();
    assertThat(result.at("/runtime_s/ci95").isNull()).isTrue();
    assertThat(result.at("/nodes/0/capacity_bytes").asLong()).isEqualTo(8 << 20);
    assertThat(result.at("/nodes/1/tier").asInt()).isEqualTo(1);
    assertThat(result.at("/nodes/1/bandwidth_gbps").asDouble()).isZero();
    assertThat(result.at("/vmstat/pgpromote_success").asLong()).isEqualTo(1239);
    assertThat(result.at("/cpu_s/idle").asDouble()).isEqualTo(1.5);
    assertThat(result.at("/phases/0/access_share/1").asDouble()).isEqualTo(0.75);
    assertThat(result.at("/swaps/0/new").asText()).isEqualTo("hint");
    assertThat(result.at("/plugins/0/sha256").asText()).isEqualTo("ab");
    assertThat(result.get("oracle_s").asDouble()).isEqualTo(0.25);
    assertThat(result.get("unattainable")).isEmpty();
    assertThat(result.get("quarantined")).isEmpty();
    assertThat(result.get("invariants").asText()).isEqualTo("ok");
    assertThat(result.get("hash").asText()).hasSize(64).endsWith("5");
  }

  @Test
  void severalRunsWithAnyNumberOfThreads() throws Exception {
    simulations =
        (experiment, plugins) ->
            new FakeSimulation(
                TestRuns.complete(experiment.seed(), 1_000_000_000L * experiment.seed()));
    assertThat(execute("run", file, "--json", "--runs", 3, "--threads", 1)).isZero();
    String alone = out();
    JsonNode result = json();
    assertThat(result.at("/runtime_s/mean").asDouble()).isEqualTo(2);
    assertThat(result.at("/runtime_s/stdev").asDouble()).isEqualTo(1);
    assertThat(result.at("/runtime_s/values").toString()).isEqualTo("[1.0,2.0,3.0]");
    assertThat(result.get("runs"))
        .extracting(run -> run.get("seed").asInt())
        .containsExactly(1, 2, 3);
    assertThat(result.at("/vmstat/pgpromote_success").asDouble()).isEqualTo(1236);
    assertThat(result.get("hash").asText()).hasSize(64);
    assertThat(execute("run", file, "--json", "--runs", 3, "--threads", 3)).isZero();
    assertThat(out()).isEqualTo(alone);
    assertThat(execute("run", file, "--runs", 3)).isZero();
    assertThat(out()).contains("mean run time 2.000 s, %stdev 50.00, 95 % interval -484.");
  }

  @Test
  void settingsReachTheExperiment() {
    simulations =
        (experiment, plugins) -> {
          seen.add(experiment);
          return new FakeSimulation(TestRuns.complete(experiment.seed(), 1));
        };
    execute("run", file, "--set", "workload.repeat=9", "--set", "sources=[hint]", "--seed", "3");
    assertThat(seen).hasSize(1);
    assertThat(seen.get(0).workloads().get(0).plugin().knobs()).containsEntry("repeat", 9L);
    assertThat(seen.get(0).sources().get(0).name()).isEqualTo("hint");
    assertThat(seen.get(0).seed()).isEqualTo(3);
  }

  @Test
  void badInputIsOneLineAndStatusTwo() {
    assertThat(execute("run", file, "--json", "--set", "workload.threads=0")).isEqualTo(2);
    assertThat(out()).isEmpty();
    assertThat(err().strip())
        .isEqualTo(
            "--set workload.threads: key 'workload.threads' is '0', expected a whole number from 1"
                + " to 64");
  }

  @Test
  void anExperimentThatCannotRunIsOneLineAndStatusTwo() {
    simulations =
        (experiment, plugins) ->
            FakeSimulation.refusing(
                new UnknownPluginException("policy 'numa-balancing' needs\na hint fault"));
    assertThat(execute("run", file)).isEqualTo(2);
    assertThat(out()).isEmpty();
    assertThat(err().strip()).isEqualTo("policy 'numa-balancing' needs a hint fault");
  }

  @Test
  void aBugIsOneLineAndStatusOne() {
    simulations =
        (experiment, plugins) -> FakeSimulation.refusing(new IllegalStateException("oops"));
    assertThat(execute("run", file)).isEqualTo(1);
    assertThat(err().strip())
        .startsWith("internal error: java.lang.IllegalStateException: oops at ")
        .doesNotContain("\n");
  }

  @Test
  void aRunThatAWatchdogEndedIsPartialAndStatusOne() throws Exception {
    simulations =
        (experiment, plugins) ->
            new FakeSimulation(TestRuns.partial(1, "source 'scan' did not return within 10 s"));
    assertThat(execute("run", file, "--json")).isEqualTo(1);
    assertThat(json().get("partial").asBoolean()).isTrue();
    assertThat(json().get("hash").isNull()).isTrue();
    assertThat(err().strip())
        .isEqualTo("tierlab: the run ended early: source 'scan' did not return within 10 s");
    execute("run", file);
    assertThat(out())
        .contains("partial result, valid up to 1.000 s: source 'scan' did not")
        .endsWith("hash: none\n");
  }

  @Test
  void aBrokenInvariantIsStatusOne() {
    simulations = (experiment, plugins) -> new FakeSimulation(TestRuns.broken(1));
    assertThat(execute("run", file)).isEqualTo(1);
    assertThat(out()).contains("invariants: node 0 lost 3 pages\n");
    assertThat(err()).contains("broke an invariant: node 0 lost 3 pages");
  }

  @Test
  void aQuarantinedPluginIsNamedAndTheRunIsGood() {
    simulations = (experiment, plugins) -> new FakeSimulation(TestRuns.quarantined(1));
    assertThat(execute("run", file)).isZero();
    assertThat(out())
        .contains("quarantined at 500.000 ms: policy 'promote': threw IllegalStateException");
  }

  @Test
  void anInterruptStopsTheRunAndPrintsWhatThereIs() throws Exception {
    CountDownLatch started = new CountDownLatch(1);
    simulations = (experiment, plugins) -> FakeSimulation.endless(experiment.seed(), started);
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
    interrupter.start();
    assertThat(execute("run", file, "--runs", 3, "--threads", 1, "--json")).isEqualTo(1);
    interrupter.join();
    assertThat(json().get("stopped").asText()).isEqualTo("interrupted");
    assertThat(json().get("hash").isNull()).isTrue();
    assertThat(err().strip()).endsWith("ended early: interrupted");
  }

  @Test
  void resultsAndLogsAreWrittenAndReplayed() throws Exception {
    Path out = folder.resolve("deep/out");
    assertThat(execute("run", file, "--json", "--out", out, "--seed", 4)).isZero();
    assertThat(Files.readString(out.resolve("result.json"))).isEqualTo(out());
    assertThat(out.toFile().list())
        .containsExactlyInAnyOrder(
            "result.json",
            "events.jsonl",
            "figures.json",
            "heat.csv",
            "heat.parquet",
            "numastat.txt",
            "report.html",
            "series.csv",
            "series.parquet",
            "vmstat.txt");
    Path log = out.resolve("events.jsonl");
    assertThat(Files.readAllLines(log)).hasSize(2);

    List<FakeSimulation> replays = new ArrayList<>();
    simulations =
        (experiment, plugins) -> {
          seen.add(experiment);
          replays.add(new FakeSimulation(TestRuns.complete(experiment.seed(), 1)));
          return replays.get(0);
        };
    assertThat(execute("run", "--replay", log)).isZero();
    assertThat(replays.get(0).replayed).isEqualTo(TestRuns.complete(4, 1).changes());
    assertThat(seen.get(0).seed()).isEqualTo(4);
    assertThat(seen.get(0).folder()).isEqualTo(folder.toAbsolutePath());
    assertThat(seen.get(0).sources().get(0).knobs()).containsEntry("period_ms", 400L);
  }

  @Test
  void severalRunsHaveALogEach() throws Exception {
    Path out = folder.resolve("out");
    assertThat(execute("run", file, "--out", out, "--runs", 2)).isZero();
    assertThat(out.resolve("events-1.jsonl")).exists();
    assertThat(out.resolve("events-2.jsonl")).exists();
    assertThat(execute("run", file, "--log", folder.resolve("a"), "--runs", 2)).isEqualTo(2);
    assertThat(err()).contains("--log takes one run");
  }

  @Test
  void aDamagedLogNamesItsLine() throws Exception {
    Path log = folder.resolve("events.jsonl");
    execute("run", file, "--log", log);
    String whole = Files.readString(log);
    Files.writeString(log, whole.replace("\"at_ns\":500000000", "\"at_ns\":\"x\""));
    assertThat(execute("run", "--replay", log)).isEqualTo(2);
    assertThat(err().strip())
        .isEqualTo(log + ":2: key 'at_ns' is x, expected a whole number from 0");
    Files.writeString(log, whole.substring(0, whole.length() - 5));
    assertThat(execute("run", "--replay", log)).isEqualTo(2);
    assertThat(err()).startsWith(log + ":2: no valid JSON: ");
    Files.writeString(log, "");
    assertThat(execute("run", "--replay", log)).isEqualTo(2);
    Files.writeString(log, "{\"schema\": \"other\"}");
    assertThat(execute("run", "--replay", log)).isEqualTo(2);
    assertThat(err()).contains("expected tierlab-log/1");
    assertThat(execute("run", "--replay", log, "--seed", 3)).isEqualTo(2);
    assertThat(err()).contains("--replay takes no");
  }

  @Test
  void resultsMustHaveAPlaceBeforeTheRunBegins() throws Exception {
    Path taken = Files.writeString(folder.resolve("taken"), "");
    simulations =
        (experiment, plugins) -> {
          throw new AssertionError("nothing may run");
        };
    for (String option : List.of("--log", "--perfetto")) {
      assertThat(execute("run", file, option, folder)).isEqualTo(2);
      assertThat(err())
          .isEqualTo(
              "%s: '%s' cannot be written: it is a folder, expected a file\n"
                  .formatted(option, folder));
      assertThat(execute("run", file, option, taken.resolve("x/y"))).isEqualTo(2);
      assertThat(err()).endsWith(taken + " is no folder\n");
    }
    assertThat(execute("run", file, "--out", taken)).isEqualTo(2);
    assertThat(err())
        .isEqualTo(
            "--out: '%s' cannot be written: it is a file, expected a folder\n".formatted(taken));
    assertThat(execute("run", file, "--out", taken.resolve("x"))).isEqualTo(2);
  }
}
