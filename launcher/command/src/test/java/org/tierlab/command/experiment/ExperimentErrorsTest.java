package org.tierlab.command.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tierlab.command.TestPlugins;
import org.tierlab.sim.plugin.PluginKind;

/** Every way to be wrong, with the line that it gets. */
class ExperimentErrorsTest {

  private static final String GOOD =
      """
      machine:
        name: small
        nodes:
          - {kind: dram, capacity: 8 MiB, latency: 100 ns, bandwidth: 72 GB/s, cpus: 4}
          - {kind: cxl, capacity: 64 MiB, latency: 250 ns, bandwidth: 26 GB/s}
      workload: {name: replay, threads: 2}
      sources: [scan]
      policies: [promote]
      """;

  @TempDir private Path folder;

  @Test
  void theGoodOneIsGood() {
    assertThat(catchThrowable(() -> read(GOOD))).isNull();
  }

  private String problem(String yaml, String... settings) {
    Throwable thrown = catchThrowable(() -> read(yaml, settings));
    assertThat(thrown).isInstanceOf(ExperimentException.class).hasMessageNotContaining("\n");
    return thrown.getMessage().replace(folder + "/", "");
  }

  private void read(String yaml, String... settings) throws Exception {
    Path file = folder.resolve("x.yaml");
    Files.writeString(file, yaml);
    List<KeyOverride> overrides =
        Stream.of(settings).map(setting -> KeyOverride.parse(setting, "--set")).toList();
    new ExperimentReader(new TestPlugins()).read(file, overrides);
  }

  @Test
  void unknownKeyIsNamedWithTheNearest() {
    assertThat(problem(GOOD + "seeds: 3\n"))
        .isEqualTo(
            "x.yaml:9:1: key 'seeds' is unknown, expected one of name, machine, workload, sources,"
                + " policies, engine, seed, runs, swaps, limit, oracle, oracle_epoch, mode, variants, columns; did you mean 'seed'?");
  }

  @Test
  void unknownKeyOfTheMachine() {
    assertThat(problem(GOOD.replace("  name: small", "  watermark: 3")))
        .startsWith("x.yaml:2:3: key 'machine.watermark' is unknown, expected one of name, nodes");
  }

  @Test
  void unknownKeyOfANode() {
    assertThat(problem(GOOD.replace("cpus: 4", "cpu: 4")))
        .isEqualTo(
            "x.yaml:4:74: key 'machine.nodes.0.cpu' is unknown, expected one of kind, capacity,"
                + " latency, bandwidth, cpus; did you mean 'cpus'?");
  }

  @Test
  void unknownKnob() {
    assertThat(problem(GOOD.replace("[scan]", "[{name: scan, scan_size_md: 3}]")))
        .isEqualTo(
            "x.yaml:7:24: key 'sources.0.scan_size_md' is unknown, expected one of name, as,"
                + " period_ms, scan_size_mb, cpu, batch, skip_huge, order; did you mean"
                + " 'scan_size_mb'?");
  }

  @Test
  void namesOfPlugins() {
    assertThat(problem(GOOD.replace("[scan]", "[scan, scan]")))
        .isEqualTo(
            "x.yaml:7:17: key 'sources.1' is 'scan', expected each source once; one that is listed"
                + " again needs a name of its own in 'as'");
    assertThat(problem(GOOD.replace("[scan]", "[{name: scan, as: a}, {name: hint, as: a}]")))
        .contains("key 'sources.1' is 'a', expected each source once");
    assertThat(problem(GOOD.replace("[scan]", "[{name: scan, as: a.b}]")))
        .isEqualTo(
            "x.yaml:7:28: key 'sources.0.as' is 'a.b', expected a name of letters, digits, - and"
                + " _");
    assertThat(problem(GOOD.replace("threads: 2}", "threads: 2, as: x}")))
        .contains("key 'workload.as' is unknown");
  }

  @Test
  void workloadsOfAList() {
    String two = "[{name: replay, threads: 2}, {name: replay, threads: 1}]";
    String yaml = GOOD.replace("{name: replay, threads: 2}", two);
    assertThat(problem(yaml.replace("threads: 1", "threads: 65")))
        .startsWith("x.yaml:6:64: key 'workload.1.threads' is '65', expected ");
    assertThat(problem(yaml.replace("threads: 1", "threads: 1, start: 3")))
        .startsWith("x.yaml:6:74: key 'workload.1.start' is '3', expected a time");
    assertThat(problem(yaml.replace("threads: 1", "threads: 1, starts: 3 s")))
        .startsWith("x.yaml:6:67: key 'workload.1.starts' is unknown")
        .endsWith("did you mean 'start'?");
    assertThat(problem(GOOD.replace("{name: replay, threads: 2}", "[]")))
        .startsWith("x.yaml:6:11: key 'workload' is an empty list, expected a workload's name");
    assertThat(problem(yaml, "workload.repeat=2"))
        .isEqualTo(
            "--set workload.repeat: key 'workload.repeat' leads into a list of 2 workloads,"
                + " expected 'workload.N.repeat'");
    assertThat(problem(yaml, "workload.3.repeat=2"))
        .contains("where a list has 2 items, expected a number from 0 to 2");
  }

  @Test
  void unknownCost() {
    assertThat(problem(GOOD, "machine.costs.hint_fault=3"))
        .startsWith("--set machine.costs.hint_fault: key 'machine.costs.hint_fault' is unknown")
        .endsWith("did you mean 'hint_fault_ns'?");
  }

  @Test
  void duplicateKey() {
    assertThat(problem(GOOD + "sources: []\n"))
        .isEqualTo("x.yaml:9:1: key 'sources' is given twice, expected once");
  }

  @Test
  void missingKey() {
    assertThat(problem("workload: replay\n"))
        .isEqualTo("x.yaml:1:1: key 'machine' is missing, expected a machine, or the name of one");
    assertThat(problem(GOOD.replace("latency: 100 ns, ", "")))
        .startsWith("x.yaml:4:7: key 'machine.nodes.0.latency' is missing, expected a latency");
  }

  @Test
  void missingKnobWithoutDefault() {
    assertThat(problem(GOOD.replace("{name: replay, threads: 2}", "replay")))
        .isEqualTo(
            "x.yaml:6:11: key 'workload.threads' is missing, expected a whole number from 1 to"
                + " 64");
  }

  @Test
  void sizeWithoutUnit() {
    assertThat(problem(GOOD.replace("8 MiB", "8")))
        .isEqualTo(
            "x.yaml:4:30: key 'machine.nodes.0.capacity' is '8', expected a size with its unit,"
                + " such as 8 MiB (B, KiB, kB, MiB, MB, GiB, GB, TiB, TB, pages), whole pages of"
                + " 4 KiB");
  }

  @ParameterizedTest
  @CsvSource({
    "8 MiB,        400 ms, machine.nodes.0.capacity",
    "8 MiB,        8 Mib, machine.nodes.0.capacity",
    "8 MiB,        4097 B, machine.nodes.0.capacity",
    "8 MiB,        0 MiB, machine.nodes.0.capacity",
    "8 MiB,        -8 MiB, machine.nodes.0.capacity",
    "100 ns,       100 MiB, machine.nodes.0.latency",
    "100 ns,       0 ns, machine.nodes.0.latency",
    "72 GB/s,      72 GB, machine.nodes.0.bandwidth",
    "72 GB/s,      72, machine.nodes.0.bandwidth",
    "cpus: 4,      cpus: 1025, machine.nodes.0.cpus",
    "cpus: 4,      cpus: four, machine.nodes.0.cpus",
    "kind: cxl,    kind: nvm, machine.nodes.1.kind",
  })
  void wrongValueOfACoreKey(String good, String bad, String key) {
    String value = bad.replaceFirst("^\\w+: ", "");
    assertThat(problem(GOOD.replaceFirst(good, bad)))
        .matches("x\\.yaml:[45]:\\d+: key '" + key + "' is '" + value + "', expected .+");
  }

  @ParameterizedTest
  @CsvSource({
    "period_ms,    99 ms,   a whole number from 100 to 5000 ms",
    "period_ms,    99,      a whole number from 100 to 5000 ms",
    "period_ms,    5001 ms, a whole number from 100 to 5000 ms",
    "period_ms,    6 s,     a whole number from 100 to 5000 ms",
    "period_ms,    100.5 ms,a whole number from 100 to 5000 ms",
    "period_ms,    100 MiB, a whole number from 100 to 5000 ms",
    "scan_size_mb, 1 s,     a whole number from 1 to 4096 MiB",
    "cpu,          101 %,   a number from 0 to 100 %",
    "cpu,          12 ms,   a number from 0 to 100 %",
    "skip_huge,    maybe,   true or false",
    "batch,        x,       a whole number of at least 1 pages",
    "order,        sideways,'one of [address-order, random]'",
  })
  void wrongValueOfAKnob(String knob, String value, String expected) {
    String yaml = GOOD.replace("[scan]", "\n  - name: scan\n    " + knob + ": " + value);
    assertThat(problem(yaml))
        .isEqualTo(
            "x.yaml:9:%d: key 'sources.0.%s' is '%s', expected %s"
                .formatted(7 + knob.length(), knob, value, expected));
  }

  @Test
  void unknownPlugin() {
    assertThat(problem(GOOD.replace("[scan]", "[skan]")))
        .isEqualTo(
            "x.yaml:7:11: key 'sources.0' is 'skan', expected a source: scan, hint; did you mean"
                + " 'scan'?");
    assertThat(problem(GOOD, "engine=warp"))
        .isEqualTo("--set engine: key 'engine' is 'warp', expected an engine: kernel, dma");
  }

  @Test
  void wrongShape() {
    assertThat(problem(GOOD.replace("[scan]", "scan")))
        .isEqualTo("x.yaml:7:10: key 'sources' is 'scan', expected a list of hotness sources");
    assertThat(problem(GOOD + "seed: [1]\n"))
        .startsWith("x.yaml:9:7: key 'seed' is a list, expected a whole number from 0");
    assertThat(problem("- a\n")).startsWith("x.yaml:1:1: the experiment is a list, expected keys");
    assertThat(problem("")).startsWith("x.yaml:1:1: the experiment is empty, expected keys");
    assertThat(problem(GOOD + "runs:\n"))
        .isEqualTo("x.yaml:9:6: key 'runs' is empty, expected a whole number from 1 to 10000");
  }

  @Test
  void noYaml() {
    assertThat(problem(GOOD + "engine: [kernel\n")).startsWith("x.yaml:10:1: no valid YAML: ");
    assertThat(problem("a: 1\n---\nb: 2\n")).contains(": no valid YAML: ");
  }

  @Test
  void noFile() {
    assertThatThrownBy(
            () -> new ExperimentReader(new TestPlugins()).read(Path.of("no.yaml"), List.of()))
        .hasMessage("no.yaml: cannot be read: there is no such file");
  }

  @Test
  void machineFileIsMissing() {
    String yaml = "machine: machines/a.yaml\nworkload: replay\n";
    assertThat(problem(yaml))
        .isEqualTo(
            "x.yaml:1:10: key 'machine' is 'machines/a.yaml', expected a machine, one of"
                + " epyc-cxl, grace-2s, interleave-72-26, emulated-guest, generic-cxl, or the name of a"
                + " readable file (there is no such file)");
  }

  @Test
  void errorsInAMachineFileNameThatFile() throws Exception {
    Files.writeString(folder.resolve("m.yaml"), "nodes: []\nkind: x\n");
    assertThat(problem("machine: m.yaml\nworkload: replay\n"))
        .startsWith("m.yaml:2:1: key 'machine.kind' is unknown");
  }

  @Test
  void machineThatCannotBe() {
    assertThat(problem(GOOD.replace(", cpus: 4", "")))
        .isEqualTo("x.yaml:2:3: machine.nodes has no CPU, expected at least one");
    assertThat(problem(GOOD, "machine.distances=[[10, 20]]"))
        .isEqualTo("x.yaml:2:3: machine.distances is not a table of 2 by 2");
    assertThat(problem(GOOD, "machine.distances=[[10, 9], [20, 10]]"))
        .endsWith("key 'machine.distances.0.1' is '9', expected a whole number from 10 to 254");
  }

  @Test
  void swaps() {
    assertThat(problem(GOOD + "swaps: [{at: 100 %, sources: []}]\n"))
        .isEqualTo(
            "x.yaml:9:14: key 'swaps.0.at' is '100 %', expected a time such as 30 s, a share of"
                + " the accesses above 0 % and below 100 %, or a step of the engine such as"
                + " step 1200");
    assertThat(problem(GOOD + "swaps: [{at: 30, sources: []}]\n"))
        .startsWith("x.yaml:9:14: key 'swaps.0.at' is '30', expected a time");
    assertThat(problem(GOOD + "swaps: [{at: 50 %}]\n"))
        .isEqualTo("x.yaml:9:9: the swap changes nothing, expected sources, policies or engine");
    assertThat(problem(GOOD + "swaps: [{at: 2 s, sources: []}, {at: 1 s, engine: dma}]\n"))
        .isEqualTo(
            "x.yaml:9:38: key 'swaps.1.at' is '1 s', expected a moment after '2 s' of the swap"
                + " before");
    assertThat(problem(GOOD + "swaps: [{at: 2 s, engine: none}]\n"))
        .contains("key 'swaps.0.engine' is 'none', expected an engine: kernel, dma");
  }

  @Test
  void sharedKnobsThatDisagree() {
    String yaml =
        GOOD.replace("[scan]", "[{name: hint, numa_balancing: 2}]")
            .replace("[promote]", "[{name: promote, mode: 3}]");
    assertThat(problem(yaml))
        .isEqualTo(
            "x.yaml:8:34: key 'policies.0.mode' is '3', expected '2' as source 'hint' has it in"
                + " 'sources.0.numa_balancing': both stand for kernel.numa_balancing");
  }

  @Test
  void siteConfigurationThatIsWrong() throws Exception {
    TestPlugins plugins =
        new TestPlugins().configured(PluginKind.SOURCE, "scan", Map.of("period_ms", "7 s"));
    Path file = folder.resolve("x.yaml");
    Files.writeString(file, GOOD);
    assertThatThrownBy(() -> new ExperimentReader(plugins).read(file, List.of()))
        .hasMessage(
            "configuration of source 'scan': key 'period_ms' is '7 s', expected a whole number"
                + " from 100 to 5000 ms");
  }

  @Test
  void overrides() {
    assertThat(problem(GOOD, "workload.threads=x"))
        .isEqualTo(
            "--set workload.threads: key 'workload.threads' is 'x', expected a whole number from 1"
                + " to 64");
    assertThat(problem(GOOD, "sources.2.period_ms=100"))
        .isEqualTo(
            "--set sources.2.period_ms: key 'sources.2.period_ms' has '2' where a list has 1"
                + " items, expected a number from 0 to 1");
    assertThat(problem(GOOD, "sources.scan.period_ms=100"))
        .startsWith("--set sources.scan.period_ms: key 'sources.scan.period_ms' has 'scan' where");
    assertThat(problem(GOOD, "sources")).startsWith("--set: 'sources' is no override");
    assertThat(problem(GOOD, "sources=[scan")).startsWith("--set sources: no valid YAML");
  }
}
