package org.tierlab.command.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tierlab.command.experiment.ConfigNode.Items;
import org.tierlab.command.experiment.ConfigNode.Keys;
import org.tierlab.command.experiment.ConfigNode.Scalar;

class DamoFileTest {

  private static final String PUBLISHED = "../../examples/damo/interleave.yaml";

  /** Every key of a file, in JSON. */
  private static final String FULL =
      """
      {"kdamonds": [
        {"state": "on", "pid": 77, "contexts": [
          {"ops": "fvaddr", "addr_unit": 1,
           "targets": [{"pid": 900, "regions": [{"start": "4,096", "end": "1 GiB"}]}, {"pid": 800}],
           "intervals": {"sample_us": 5000, "aggr_us": "100 ms", "ops_update_us": "1 m",
             "intervals_goal": {"access_bp": "4 %", "aggrs": 3, "min_sample_us": "5 ms",
                                "max_sample_us": "10 s"}},
           "nr_regions": {"min": "10", "max": "1,000"},
           "schemes": [
             {"action": "migrate_cold", "target_nid": 1, "apply_interval_us": "1 s",
              "access_pattern": {"sz_bytes": {"min": "4 KiB", "max": "1.5 G"},
                "nr_accesses": {"min": "0 samples", "max": "5 %"},
                "age": {"min": "30 s", "max": "400 aggr_intervals"}},
              "quotas": {"time_ms": "10 ms", "sz_bytes": "50 MiB", "reset_interval_ms": "1 s",
                "goal_tuner": "temporal",
                "goals": [{"metric": "node_mem_free_bp", "target_value": "0.5 %", "nid": 0,
                           "current_value": null}],
                "weights": {"sz_permil": 0, "nr_accesses_permil": "10 %", "age_permil": 900}},
              "watermarks": {"metric": "free_mem_rate", "interval_us": "5 s",
                "high_permil": "50 %", "mid_permil": 400, "low_permil": "20 %"},
              "filters": [
                {"filter_type": "anon", "matching": false, "filter_pass": true, "memcg_path": null},
                {"filter_type": "hugepage_size", "matching": true, "allow": false,
                 "hugepage_size": {"min": "2 MiB", "max": "2 MiB"}},
                {"filter_type": "addr", "matching": "true", "allow": "false",
                 "address_range": {"start": 4096, "end": "1 M"}},
                {"filter_type": "target", "matching": true, "damon_target_idx": 1}]}]}]},
        {"contexts": [
          {"ops": "paddr", "targets": [{"pid": null, "regions": [{"start": 0, "end": "64 GiB"}]}],
           "intervals": {"sample_us": "10 ms"},
           "schemes": [{"action": "stat"}, {"action": "migrate_hot", "dests": [{"id": 1}]}]}]}]}
      """;

  @TempDir private Path folder;

  private static Map<String, String> knobs(ConfigNode node) {
    Map<String, String> knobs = new LinkedHashMap<>();
    ((Keys) node).values().forEach((knob, value) -> knobs.put(knob, ((Scalar) value).text()));
    return knobs;
  }

  private static List<Map<String, String>> list(Keys experiment, String key) {
    return ((Items) experiment.values().get(key))
        .items().stream().map(DamoFileTest::knobs).toList();
  }

  private Keys expand(String damo, String source) throws Exception {
    Files.writeString(folder.resolve("d.yaml"), damo);
    Keys experiment = (Keys) YamlTree.ofFile("sources: [" + source + "]\n", "x.yaml");
    DamoFile.expand(experiment, folder);
    return experiment;
  }

  private String problem(String damo) {
    return String.valueOf(
        catchThrowableOfType(
                ExperimentException.class, () -> expand(damo, "{name: damon, damo: d.yaml}"))
            .getMessage());
  }

  @Test
  void thePublishedFileBecomesASourceAndAPolicy() throws Exception {
    Keys experiment = expand(Files.readString(Path.of(PUBLISHED)), "{name: damon, damo: d.yaml}");
    assertThat(list(experiment, "sources"))
        .containsExactly(
            Map.of(
                "name", "damon",
                "operations", "vaddr",
                "targets", "0",
                "sample_us", "500000",
                "aggr_us", "5000000",
                "update_us", "20000000",
                "access_bp", "0",
                "aggrs", "0",
                "min_nr_regions", "20",
                "max_nr_regions", "50"));
    assertThat(list(experiment, "policies").get(0))
        .containsEntry("name", "damos")
        .doesNotContainKey("as")
        .containsEntry("monitor", "damon")
        .containsEntry("action", "migrate-hot")
        .containsEntry("dest0_id", "0")
        .containsEntry("dest0_weight", "1")
        .containsEntry("dest1_id", "1")
        .containsEntry("nr_accesses_min", "0")
        .containsEntry("nr_accesses_max", "10")
        .containsEntry("sz_max", Long.toString(1L << 50))
        .containsEntry("age_max", "1000000000")
        .containsEntry("reset_interval_ms", "1000000000");
  }

  @Test
  void everyKeyHasItsKnob() throws Exception {
    Keys experiment = expand(FULL, "abit, {name: damon, as: d, damo: d.yaml, stale_tlb_us: 7}");
    Items sources = (Items) experiment.values().get("sources");
    assertThat(sources.items().get(0).label()).isEqualTo("'abit'");
    assertThat(knobs(sources.items().get(1)))
        .containsExactlyInAnyOrderEntriesOf(
            Map.ofEntries(
                Map.entry("name", "damon"),
                Map.entry("as", "d-0"),
                Map.entry("stale_tlb_us", "7"),
                Map.entry("operations", "fvaddr"),
                Map.entry("targets", "0,1"),
                Map.entry("region_start", "4096"),
                Map.entry("region_end", "1073741824"),
                Map.entry("sample_us", "5000"),
                Map.entry("aggr_us", "100000"),
                Map.entry("update_us", "60000000"),
                Map.entry("access_bp", "400"),
                Map.entry("aggrs", "3"),
                Map.entry("min_sample_us", "5000"),
                Map.entry("max_sample_us", "10000000"),
                Map.entry("min_nr_regions", "10"),
                Map.entry("max_nr_regions", "1000")));
    assertThat(knobs(sources.items().get(2)))
        .as("physical addresses are not modelled")
        .isEqualTo(
            Map.of(
                "name", "damon",
                "as", "d-1",
                "operations", "paddr",
                "sample_us", "10000",
                "stale_tlb_us", "7"));
    List<Map<String, String>> policies = list(experiment, "policies");
    assertThat(policies)
        .extracting(scheme -> scheme.get("as"))
        .containsExactly("d-damos-0", "d-damos-1", "d-damos-2");
    assertThat(policies)
        .extracting(scheme -> scheme.get("monitor"))
        .containsExactly("d-0", "d-1", "d-1");
    assertThat(policies.get(1)).containsEntry("action", "stat").hasSize(4);
    assertThat(policies.get(2)).containsEntry("dest0_id", "1").doesNotContainKey("dest0_weight");
    Map<String, String> expected = new LinkedHashMap<>();
    for (String pair :
        """
        name=damos as=d-damos-0 monitor=d-0 action=migrate-cold target_nid=1
        apply_interval_us=1000000 sz_min=4096 sz_max=1610612736 nr_accesses_min=0 nr_accesses_max=1
        age_min=300 age_max=400 quota_ms=10 quota_bytes=52428800 reset_interval_ms=1000
        goal_tuner=temporal goal0_metric=node-mem-free-bp goal0_target_value=50 goal0_nid=0
        sz_permil=0 nr_accesses_permil=100 age_permil=900 wmarks_metric=free-mem-rate
        wmarks_interval_us=5000000 wmarks_high=500 wmarks_mid=400 wmarks_low=200
        filter0_type=anon filter0_matching=false filter0_allow=true
        filter1_type=hugepage-size filter1_matching=true filter1_allow=false
        filter1_min=2097152 filter1_max=2097152
        filter2_type=addr filter2_matching=true filter2_allow=false
        filter2_min=4096 filter2_max=1048576
        filter3_type=target filter3_matching=true filter3_target_idx=1
        """
            .split("\\s+", -1)) {
      int equals = pair.indexOf('=');
      if (equals > 0) {
        expected.put(pair.substring(0, equals), pair.substring(equals + 1));
      }
    }
    assertThat(policies.get(0)).containsExactlyInAnyOrderEntriesOf(expected);
  }

  @Test
  void policiesOfTheExperimentComeFirst() throws Exception {
    Files.writeString(
        folder.resolve("d.yaml"), "kdamonds: [{contexts: [{schemes: [{action: stat}]}]}]");
    Keys experiment =
        (Keys)
            YamlTree.ofFile(
                "sources: [{name: damon, damo: d.yaml}]\npolicies: [{name: x}]\n", "x.yaml");
    DamoFile.expand(experiment, folder);
    assertThat(list(experiment, "policies"))
        .extracting(policy -> policy.get("name"))
        .containsExactly("x", "damos");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "ops: vaddr, opps: 1 | 1:37: key 'kdamonds.0.contexts.0.opps' is unknown, expected one of ops,",
        "ops: vaddr, opps: 1 | did you mean 'ops'?",
        "ops: laddr | key 'kdamonds.0.contexts.0.ops' is 'laddr', expected one of vaddr, fvaddr, paddr",
        "addr_unit: 4096 | addr_unit' is '4096', expected 1",
        "intervals: {sample_us: 5 parsecs} | 1:48: key 'kdamonds.0.contexts.0.intervals.sample_us' is '5 parsecs', expected a time",
        "intervals: {sample_us: -5} | is '-5', expected a time such as 500 ms",
        "nr_regions: {min: 1.5} | is '1.5', expected a whole number from 0",
        "schemes: 7 | key 'kdamonds.0.contexts.0.schemes' is '7', expected a list",
        "schemes: [{}] | schemes.0.action' is missing, expected one of migrate_hot, migrate_cold, stat",
        "schemes: [{action: pageout}] | schemes.0.action' is 'pageout', expected one of migrate_hot",
        "schemes: [{action: stat, stats: 1}] | key 'kdamonds.0.contexts.0.schemes.0.stats' is unknown",
        "schemes: [{action: stat, dests: [{weight: 1}]}] | dests.0.id' is missing, expected a node",
        "schemes: [{action: stat, dests: [1,2,3,4,5,6,7,8,9]}] | dests' has 9 items, expected at most 8",
        "schemes: [{action: stat, access_pattern: {nr_accesses: {min: 5 s}}}] | is '5 s', expected a share such as 5 %, or a number such as 5 samples",
        "schemes: [{action: stat, access_pattern: {age: {max: 5 %}}}] | age.max' is '5 %', expected a time",
        "schemes: [{action: stat, quotas: {sz_bytes: 5 ms}}] | quotas.sz_bytes' is '5 ms', expected a size",
        "schemes: [{action: stat, quotas: {goals: [{metric: some_mem_psi_us}]}}] | goals.0.metric' is 'some_mem_psi_us', expected one of user_input",
        "schemes: [{action: stat, filters: [{filter_type: memcg, memcg_path: /a}]}] | filters.0.filter_type' asks for a control group, expected one of anon, active, young, hugepage_size, unmapped, addr, target: control groups are not modelled",
        "schemes: [{action: stat, filters: [{filter_type: anon, matching: maybe}]}] | is 'maybe', expected true or false",
        "ops: fvaddr, targets: [{pid: 1, regions: [{start: 0, end: 1}, {start: 2, end: 3}]}] | fvaddr has another range, expected one",
      })
  void whatIsWrongIsOneLineWithFileLineAndKey(String context, String message) {
    assertThat(problem("kdamonds: [{contexts: [{" + context.trim() + "}]}]"))
        .startsWith("d.yaml:1:")
        .contains(message.trim())
        .hasLineCount(1);
  }

  @Test
  void filesThatAreNoneAreRefused() throws Exception {
    assertThat(problem("kdamonds: []"))
        .isEqualTo("d.yaml:1:1: key 'kdamonds.0.contexts' is missing, expected at least a context");
    assertThat(problem("- 1"))
        .isEqualTo("d.yaml:1:1: the damo file is a list, expected keys: kdamonds");
    assertThat(problem("kdamonds: [")).startsWith("d.yaml:1:12: no valid YAML");
    Keys missing = (Keys) YamlTree.ofFile("sources: [{name: damon, damo: none}]", "x.yaml");
    assertThat(
            catchThrowableOfType(ExperimentException.class, () -> DamoFile.expand(missing, folder)))
        .hasMessage(
            "x.yaml:1:31: key 'damo' is 'none', expected the name of a readable file (there is no"
                + " such file)");
    Keys twice =
        (Keys) YamlTree.ofFile("sources: [{name: damon, damo: e, sample_us: 1}]", "x.yaml");
    Files.writeString(folder.resolve("e"), FULL);
    assertThat(
            catchThrowableOfType(ExperimentException.class, () -> DamoFile.expand(twice, folder)))
        .hasMessage(
            "x.yaml:1:34: key 'sample_us' is given by the damo file as well, expected once");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "500 ms|500000",
        "5 s|5000000",
        "1 m|60000000",
        "7|7",
        "1,500 us|1500",
        "max|9999999999",
        "999 ns|0",
        "2 h|7200000000",
        "3 weeks|",
        "-1|",
        "|"
      })
  void times(String text, Long us) {
    assertThat(DamoValues.time(text == null ? "" : text, 1_000, 9_999_999_999L).orElse(null))
        .isEqualTo(us);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "4096|4096",
        "4 KiB|4096",
        "4K|4096",
        "1.5 MiB|1572864",
        "2 GB|2147483648",
        "5 B|5",
        "max|99999999999",
        "5 ms|",
        "x|"
      })
  void sizes(String text, Long bytes) {
    assertThat(DamoValues.size(text, 99_999_999_999L).orElse(null)).isEqualTo(bytes);
  }
}
