package org.tierlab.command.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.tierlab.command.TestPlugins;
import org.tierlab.command.experiment.ConfigNode.Items;
import org.tierlab.command.experiment.ConfigNode.Keys;
import org.tierlab.sim.experiment.Experiment;
import org.tierlab.sim.experiment.MachineSpec;

class MachineFilesTest {

  /** Keys whose values are names, not constants. */
  private static final Set<String> NAMES = Set.of("name", "about", "kind");

  private static final String OWN =
      """
      name: own
      nodes:
        - kind: dram
          capacity: {value: 8 MiB, source: 'published: here.'}
          latency: {value: 100 ns, source: 'assumed: there.'}
          bandwidth: 72 GB/s
          cpus: 4
      costs:
        hint_fault_ns: {value: 2 us, source: 'fitted: to two rows.'}
      plugins:
        source:
          scan: {batch: {value: 64, source: 'measured: once.'}, cpu: 50}
      """;

  @TempDir private Path folder;

  static Stream<String> packaged() {
    return MachineFiles.NAMES.stream();
  }

  private Experiment read(String yaml, String... settings) throws Exception {
    Path file = folder.resolve("x.yaml");
    Files.writeString(file, yaml);
    List<KeyOverride> overrides =
        Stream.of(settings).map(setting -> KeyOverride.parse(setting, "--set")).toList();
    return new ExperimentReader(new TestPlugins()).read(file, overrides).experiment();
  }

  private Experiment withOwn(String more, String... settings) throws Exception {
    Files.writeString(folder.resolve("own.yaml"), OWN);
    return read(more + "\nworkload: {name: replay, file: a, threads: 2}\n", settings);
  }

  @ParameterizedTest
  @MethodSource("packaged")
  void everyConstantThatComesWithTierlabHasASource(String name) {
    Set<String> found = new HashSet<>();
    MachineDescription.read(name, folder)
        .constants()
        .forEach(constant -> found.add(constant.path()));
    Set<String> written = new HashSet<>();
    leaves(YamlTree.ofFile(MachineFiles.packaged(name), name), "", written);
    assertThat(found).isNotEmpty().isEqualTo(written);
  }

  private static void leaves(ConfigNode node, String path, Set<String> found) {
    if (node instanceof Keys keys && !keys.values().containsKey("value")) {
      keys.values()
          .forEach(
              (key, value) -> {
                if (!NAMES.contains(key)) {
                  leaves(value, MappingReader.join(path, key), found);
                }
              });
    } else if (node instanceof Items list) {
      for (int i = 0; i < list.items().size(); i++) {
        leaves(list.items().get(i), MappingReader.join(path, i), found);
      }
    } else {
      found.add(path);
    }
  }

  @ParameterizedTest
  @MethodSource("packaged")
  void everyDescriptionIsAMachine(String name) throws Exception {
    MachineSpec machine = withOwn("machine: " + name).machine();
    assertThat(machine.name()).isEqualTo(name);
    assertThat(machine.nodes()).hasSizeGreaterThanOrEqualTo(2);
    assertThat(MachineDescription.read(name, folder).about()).isNotBlank();
  }

  @Test
  void fileBesideTheExperimentIsReadWithItsSources() throws Exception {
    MachineSpec machine = withOwn("machine: own.yaml").machine();
    assertThat(machine.nodes().get(0).latencyNs()).isEqualTo(100);
    assertThat(machine.costs().hintFaultNs()).isEqualTo(2000);
    assertThat(MachineDescription.read("own.yaml", folder).constants())
        .contains(new MachineConstant("costs.hint_fault_ns", "2 us", "fitted: to two rows."))
        .hasSize(4);
  }

  @Test
  void knobsOfTheMachineHoldWhereTheExperimentGivesNone() throws Exception {
    Experiment named = withOwn("machine: own.yaml\nsources: [scan]");
    assertThat(named.sources().get(0).knobs())
        .containsEntry("batch", 64L)
        .containsEntry("cpu", 50.0);
    Experiment given = withOwn("machine: own.yaml\nsources: [{name: scan, batch: 7}]");
    assertThat(given.sources().get(0).knobs())
        .containsEntry("batch", 7L)
        .containsEntry("cpu", 50.0);
    Experiment set = withOwn("machine: own.yaml", "sources=[scan]");
    assertThat(set.sources().get(0).knobs()).containsEntry("batch", 64L);
    Experiment swapped = withOwn("machine: own.yaml\nswaps: [{at: 1 s, sources: [scan]}]");
    assertThat(swapped.changes().get(0).sources().get(0).knobs()).containsEntry("batch", 64L);
  }

  @Test
  void keysAreLaidOverADescription() throws Exception {
    MachineSpec machine =
        withOwn(
                "machine: {base: own.yaml, name: mine, nodes: {0: {cpus: 2}}, costs: {remap_ns: 5}}")
            .machine();
    assertThat(machine.name()).isEqualTo("mine");
    assertThat(machine.nodes().get(0).cpus()).isEqualTo(2);
    assertThat(machine.nodes().get(0).latencyNs()).isEqualTo(100);
    assertThat(machine.costs().remapNs()).isEqualTo(5);
    assertThat(machine.costs().hintFaultNs()).isEqualTo(2000);
  }

  @Test
  void settingsChangeADescription() throws Exception {
    assertThat(
            withOwn("machine: own.yaml", "machine.nodes.0.cpus=3").machine().nodes().get(0).cpus())
        .isEqualTo(3);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'assumed: there.' | 'guessed: there.' | own.yaml:5:38: key 'nodes.0.latency.source' is 'guessed: there.'",
        "'assumed: there.' | 'assumed:' | own.yaml:5:38: key 'nodes.0.latency.source' is 'assumed:'",
        "100 ns | 100 MB | own.yaml:5:22: key 'machine.nodes.0.latency' is '100 MB'",
        "cpus: 4 | cpu: 4 | own.yaml:7:5: key 'machine.nodes.0.cpu' is unknown",
        "hint_fault_ns | hint_fault | own.yaml:9:3: key 'machine.costs.hint_fault' is unknown",
        "source:@    scan | sources:@    scan | own.yaml:11:3: key 'machine.plugins.sources' is unknown",
        "{batch: | {batches: | own.yaml:12:12: key 'sources.0.batches' is unknown"
      })
  void whatIsWrongIsNamedWithFileLineAndKey(String was, String is, String message)
      throws Exception {
    String text = OWN.replace(was.replace("@", "\n"), is.replace("@", "\n"));
    assertThat(text).isNotEqualTo(OWN);
    Files.writeString(folder.resolve("own.yaml"), text);
    assertThatThrownBy(
            () ->
                read(
                    "machine: own.yaml\nsources: [scan]\nworkload: {name: replay, file: a, threads: 2}\n"))
        .isInstanceOf(ExperimentException.class)
        .hasMessageStartingWith(message);
  }

  @Test
  void nodesThatAreNotThereCannotBeChanged() {
    assertThatThrownBy(() -> withOwn("machine: {base: own.yaml, nodes: {1: {cpus: 2}}}"))
        .hasMessageContaining("x.yaml:1:35: key 'machine.nodes.1' is unknown, expected one of 0");
  }

  @Test
  void baseIsAName() {
    assertThatThrownBy(() -> withOwn("machine: {base: [a]}"))
        .hasMessageContaining("key 'machine.base' is a list, expected the name of a machine");
    assertThatThrownBy(() -> withOwn("machine: {base: nowhere}"))
        .hasMessageContaining("'nowhere', expected a machine, one of epyc-cxl, grace-2s");
  }
}
