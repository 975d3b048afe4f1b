package org.tierlab.command.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tierlab.command.TestPlugins;
import org.tierlab.command.report.Json;
import org.tierlab.sim.experiment.Experiment;
import org.tierlab.sim.experiment.NodeSpec;
import org.tierlab.sim.experiment.OracleSetting;
import org.tierlab.sim.experiment.PluginSetting;
import org.tierlab.sim.experiment.ScriptedChange;
import org.tierlab.sim.experiment.WorkloadSetting;
import org.tierlab.sim.plugin.PluginKind;

class ExperimentReaderTest {

  private static final String FULL =
      """
      name: full
      machine:
        name: small
        nodes:
          - {kind: dram, capacity: 8 MiB, latency: 0.1 us, bandwidth: 72 GB/s, cpus: 4}
          - {kind: cxl, capacity: 16384 pages, latency: 250 ns, bandwidth: 26.5 GB/s}
        watermark_scale_factor: 20
        distances: [[10, 20], [21, 10]]
        costs: {hint_fault_ns: 1.5 us, isolate_ns: 401.5}
      workload: {name: replay, file: a b.gz, repeat: 40, threads: 2, pte_a_scan_scale: 1}
      sources: [{name: scan, period_ms: 2 s, scan_size_mb: 1 GiB, cpu: 50, batch: 2 MiB}, hint]
      policies: [{name: promote, mode: 2, limit: 1 GiB/s}, demote]
      engine: dma
      seed: 7
      runs: 3
      limit: 1.5 min
      swaps:
        - {at: 1.5 s, sources: [{name: hint, numa_balancing: 3}]}
        - {at: 2500 ms, policies: [demote], engine: kernel}
        - {at: 62.5 %, engine: dma}
      """;

  @TempDir private Path folder;

  private ExperimentPlan read(String yaml, String... settings) throws Exception {
    Path file = folder.resolve("x.yaml");
    Files.writeString(file, yaml);
    List<KeyOverride> overrides =
        Stream.of(settings).map(setting -> KeyOverride.parse(setting, "--set")).toList();
    return new ExperimentReader(new TestPlugins()).read(file, overrides);
  }

  @Test
  void oracleAndItsEpochs() throws Exception {
    Experiment experiment = read(FULL, "oracle=always", "oracle_epoch=5000").experiment();
    assertThat(experiment.oracle()).isEqualTo(new OracleSetting(OracleSetting.When.ALWAYS, 5000));
    assertThat(experiment.oracle().epochAccesses(1 << 20)).isEqualTo(5000);
    assertThat(OracleSetting.DEFAULT.epochAccesses(4095)).isEqualTo(65_536);
    assertThat(OracleSetting.DEFAULT.epochAccesses(4097)).isEqualTo(65_552);
  }

  @Test
  void readsUnitsIntoBaseUnits() throws Exception {
    Experiment experiment = read(FULL).experiment();
    NodeSpec dram = experiment.machine().nodes().get(0);
    NodeSpec cxl = experiment.machine().nodes().get(1);
    assertThat(dram).isEqualTo(new NodeSpec(NodeSpec.Kind.DRAM, 8 << 20, 100, 72, 4));
    assertThat(cxl).isEqualTo(new NodeSpec(NodeSpec.Kind.CXL, 64 << 20, 250, 26.5, 0));
    assertThat(experiment.machine().distance(1, 0)).isEqualTo(21);
    assertThat(experiment.machine().watermarkScaleFactor()).isEqualTo(20);
    assertThat(experiment.machine().costs().hintFaultNs()).isEqualTo(1500);
    assertThat(experiment.machine().costs().isolateNs()).isEqualTo(401.5);
    assertThat(experiment.machine().costs().unmapNs()).isEqualTo(476);
    assertThat(experiment.limitNs()).isEqualTo(90_000_000_000L);
    assertThat(experiment.seed()).isEqualTo(7);
    assertThat(experiment.workloads().get(0).scanScale()).isEqualTo(1);
    assertThat(experiment.folder()).isEqualTo(folder.toAbsolutePath());
    assertThat(read(FULL).runs()).isEqualTo(3);
  }

  @Test
  void listsAPluginTwiceUnderNamesOfItsOwn() throws Exception {
    String yaml =
        FULL.replace("{name: promote, mode: 2, limit: 1 GiB/s}", "{name: promote, limit: 7}")
            .replace("demote]\nengine", "{name: promote, as: cold, mode: 1, limit: 9}]\nengine");
    ExperimentPlan plan = read(yaml);
    assertThat(plan.experiment().policies())
        .containsExactly(
            new PluginSetting("promote", Map.of("mode", 1, "limit", 7L)),
            new PluginSetting("cold", "promote", Map.of("mode", 1, "limit", 9L)));
    String written = Json.pretty(ExperimentDocument.forPrograms(plan));
    assertThat(new ExperimentReader(new TestPlugins()).read(written, "full", folder))
        .isEqualTo(plan);
  }

  private static String twoWorkloads() {
    return FULL.replace(
        "workload: {name: replay, file: a b.gz, repeat: 40, threads: 2, pte_a_scan_scale: 1}",
        "workload: [{name: replay, threads: 2, pte_a_scan_scale: 0}, {name: replay, threads: 1,"
            + " start: 1.5 s}]");
  }

  @Test
  void severalWorkloadsHaveKnobsAndStartsOfTheirOwn() throws Exception {
    ExperimentPlan plan = read(twoWorkloads(), "workload.1.repeat=9");
    List<WorkloadSetting> workloads = plan.experiment().workloads();
    assertThat(workloads).hasSize(2);
    assertThat(workloads.get(0).plugin().knobs()).containsEntry("threads", 2);
    assertThat(workloads.get(0).scanScale()).isZero();
    assertThat(workloads.get(0).startNs()).isZero();
    assertThat(workloads.get(1).plugin().knobs())
        .containsEntry("threads", 1)
        .containsEntry("repeat", 9L);
    assertThat(workloads.get(1).scanScale()).isEqualTo(-1);
    assertThat(workloads.get(1).startNs()).isEqualTo(1_500_000_000L);
    String json = Json.pretty(ExperimentDocument.forPrograms(plan));
    assertThat(reread(json)).isEqualTo(plan);
  }

  @Test
  void aWorkloadThatStandsAloneIsTheFirstOfAList() throws Exception {
    List<WorkloadSetting> alone =
        read(FULL, "workload.0.repeat=8", "workload.1={name: replay, threads: 3, start: 2 s}")
            .experiment()
            .workloads();
    assertThat(alone).hasSize(2);
    assertThat(alone.get(0).plugin().knobs())
        .containsEntry("repeat", 8L)
        .containsEntry("threads", 2);
    assertThat(alone.get(1).plugin().knobs()).containsEntry("threads", 3);
    assertThat(alone.get(1).startNs()).isEqualTo(2_000_000_000L);

    List<WorkloadSetting> listed =
        read(
                FULL.replace("{name: replay, file", "[{name: replay, file")
                    .replace("scale: 1}", "scale: 1}]"),
                "workload.repeat=7")
            .experiment()
            .workloads();
    assertThat(listed).hasSize(1);
    assertThat(listed.get(0).plugin().knobs()).containsEntry("repeat", 7L);
  }

  @Test
  void givesEveryKnobAValueInDeclarationOrder() throws Exception {
    Experiment experiment = read(FULL).experiment();
    assertThat(experiment.sources().get(0).knobs())
        .containsExactly(
            Map.entry("period_ms", 2000L),
            Map.entry("scan_size_mb", 1024),
            Map.entry("cpu", 50.0),
            Map.entry("batch", 512L),
            Map.entry("skip_huge", true),
            Map.entry("order", "address-order"));
    assertThat(experiment.workloads().get(0).plugin().knobs())
        .containsExactly(
            Map.entry("file", "a b.gz"), Map.entry("repeat", 40L), Map.entry("threads", 2));
  }

  @Test
  void sharesAKernelKnobAmongThoseThatDeclareIt() throws Exception {
    Experiment experiment = read(FULL).experiment();
    assertThat(experiment.sources().get(1).knobs()).containsEntry("numa_balancing", 2);
    assertThat(experiment.policies())
        .extracting(policy -> policy.knobs().get("mode"))
        .containsExactly(2, 2);
    assertThat(experiment.policies())
        .extracting(policy -> policy.knobs().get("limit"))
        .containsExactly(1024L, 100L);
  }

  @Test
  void theFirstDefaultCountsWhereNobodyGivesASharedKnob() throws Exception {
    String yaml = FULL.replace("mode: 2, ", "");
    Experiment experiment = read(yaml).experiment();
    assertThat(experiment.policies())
        .extracting(policy -> policy.knobs().get("mode"))
        .containsExactly(1, 1);
  }

  @Test
  void aSwapCarriesListsWhoseSharedKnobsChange() throws Exception {
    ScriptedChange swap = read(FULL).experiment().changes().get(0);
    assertThat(swap.at()).isEqualTo(new ScriptedChange.AtTime(1_500_000_000));
    assertThat(swap.sources()).extracting(PluginSetting::name).containsExactly("hint");
    assertThat(swap.policies())
        .extracting(policy -> policy.knobs().get("mode"))
        .containsExactly(3, 3);
    assertThat(swap.engine()).isNull();
  }

  @Test
  void aSwapLeavesWhatItDoesNotName() throws Exception {
    List<ScriptedChange> changes = read(FULL).experiment().changes();
    assertThat(changes.get(1).sources()).isNull();
    assertThat(changes.get(1).policies()).extracting(PluginSetting::name).containsExactly("demote");
    assertThat(changes.get(1).engine()).isEqualTo(PluginSetting.of("kernel"));
    assertThat(changes.get(2).at()).isEqualTo(new ScriptedChange.AtShare(0.625));
    assertThat(changes.get(2).sources()).isNull();
    assertThat(changes.get(2).policies()).isNull();
  }

  @Test
  void defaultsOfTheCore() throws Exception {
    ExperimentPlan plan =
        read(
            """
            machine:
              nodes: [{kind: dram, capacity: 8 MiB, latency: 100 ns, bandwidth: 1 GB/s, cpus: 1}]
            workload: {name: replay, threads: 1}
            """);
    Experiment experiment = plan.experiment();
    assertThat(experiment.name()).isEqualTo("x");
    assertThat(experiment.engine()).isEqualTo(PluginSetting.of("kernel"));
    assertThat(experiment.sources()).isEmpty();
    assertThat(experiment.policies()).isEmpty();
    assertThat(experiment.seed()).isEqualTo(1);
    assertThat(plan.runs()).isEqualTo(1);
    assertThat(experiment.limitNs()).isEqualTo(Long.MAX_VALUE);
    assertThat(experiment.oracle()).isEqualTo(OracleSetting.DEFAULT);
    assertThat(experiment.workloads().get(0).scanScale()).isEqualTo(-1);
    assertThat(experiment.machine().watermarkScaleFactor()).isEqualTo(10);
    assertThat(experiment.machine().distance(0, 0)).isEqualTo(10);
  }

  @Test
  void overridesReachEverywhere() throws Exception {
    ExperimentPlan plan =
        read(
            FULL,
            "sources=[scan]",
            "sources.0.period_ms=3 s",
            "policies.1.limit=5",
            "engine=none",
            "workload.pte_a_scan_scale=10",
            "machine.nodes.0.capacity=16 MiB",
            "machine.costs.unmap_ns=1 us",
            "swaps=[]",
            "runs=9");
    Experiment experiment = plan.experiment();
    assertThat(experiment.sources()).hasSize(1);
    assertThat(experiment.sources().get(0).knobs()).containsEntry("period_ms", 3000L);
    assertThat(experiment.policies().get(1).knobs()).containsEntry("limit", 5L);
    assertThat(experiment.engine()).isNull();
    assertThat(experiment.workloads().get(0).scanScale()).isEqualTo(10);
    assertThat(experiment.machine().nodes().get(0).capacityBytes()).isEqualTo(16 << 20);
    assertThat(experiment.machine().costs().unmapNs()).isEqualTo(1000);
    assertThat(experiment.changes()).isEmpty();
    assertThat(plan.runs()).isEqualTo(9);
  }

  @Test
  void theMachineMayHaveAFileOfItsOwn() throws Exception {
    Files.writeString(
        folder.resolve("m.yaml"),
        "nodes: [{kind: dram, capacity: 8 MiB, latency: 1 ns, bandwidth: 1 GB/s, cpus: 1}]\n");
    String yaml = "machine: m.yaml\nworkload: {name: replay, threads: 1}\n";
    Experiment experiment = read(yaml, "machine.name=other").experiment();
    assertThat(experiment.machine().name()).isEqualTo("other");
    assertThat(experiment.machine().nodes()).hasSize(1);
  }

  @Test
  void siteConfigurationReplacesDefaultsOnly() throws Exception {
    TestPlugins plugins =
        new TestPlugins()
            .configured(PluginKind.SOURCE, "scan", Map.of("period_ms", "1 s", "scan_size_mb", "7"));
    Path file = folder.resolve("x.yaml");
    Files.writeString(file, FULL);
    Experiment experiment = new ExperimentReader(plugins).read(file, List.of()).experiment();
    assertThat(experiment.sources().get(0).knobs())
        .containsEntry("period_ms", 2000L)
        .containsEntry("scan_size_mb", 1024);
    file = Files.writeString(file, FULL.replace("period_ms: 2 s, scan_size_mb: 1 GiB, ", ""));
    experiment = new ExperimentReader(plugins).read(file, List.of()).experiment();
    assertThat(experiment.sources().get(0).knobs())
        .containsEntry("period_ms", 1000L)
        .containsEntry("scan_size_mb", 7);
  }

  @Test
  void whatIsWrittenForProgramsIsReadBack() throws Exception {
    ExperimentPlan plan = read(FULL);
    String json = Json.pretty(ExperimentDocument.forPrograms(plan));
    assertThat(reread(json)).isEqualTo(plan);
  }

  @Test
  void whatIsWrittenForPeopleIsReadBack() throws Exception {
    ExperimentPlan plan = read(FULL);
    String yaml = YamlText.of(ExperimentDocument.forPeople(plan, new TestPlugins()));
    assertThat(yaml)
        .contains("capacity: 8 MiB", "period_ms: 2000 ms", "latency: 100 ns", "limit: 90 s")
        .contains("at: 62.5 %", "bandwidth: 26.5 GB/s", "at: 2500 ms");
    assertThat(reread(yaml)).isEqualTo(plan);
  }

  @Test
  void anExperimentWithoutEngineIsReadBack() throws Exception {
    ExperimentPlan plan = read(FULL, "engine=none", "swaps=[]", "limit=none");
    assertThat(reread(Json.line(ExperimentDocument.forPrograms(plan)))).isEqualTo(plan);
  }

  private ExperimentPlan reread(String text) {
    return new ExperimentReader(new TestPlugins()).read(text, "again", folder.toAbsolutePath());
  }
}
