package org.tierlab.command.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tierlab.command.TestPlugins;
import org.tierlab.command.TestRuns;
import org.tierlab.command.experiment.ExperimentReader;
import org.tierlab.command.plugins.PluginHost;
import org.tierlab.command.plugins.RecordedJars;
import org.tierlab.sim.experiment.Experiment;
import org.tierlab.sim.experiment.PluginSetting;
import org.tierlab.sim.plugin.Change;
import org.tierlab.sim.plugin.LoggedChange;
import org.tierlab.sim.plugin.PluginKind;

class ChangeLogTest {

  private static final String EXPERIMENT =
      """
      machine:
        nodes: [{kind: dram, capacity: 8 MiB, latency: 100 ns, bandwidth: 1 GB/s, cpus: 1}]
      workload: {name: replay, threads: 1}
      sources: [scan]
      """;

  @TempDir private Path folder;

  private final ChangeLog log = ChangeLog.of(experiment(), TestRuns.complete(1, 2_000_000_000));

  private static Experiment experiment() {
    return new ExperimentReader(new TestPlugins())
        .read(EXPERIMENT, "x", Path.of("/data"))
        .experiment();
  }

  @Test
  void isReadBack() throws Exception {
    Path file = Files.writeString(folder.resolve("a"), log.text());
    assertThat(ChangeLog.read(file, new TestPlugins())).isEqualTo(log);
    assertThat(ChangeLog.readJars(file)).isEqualTo(log.jars(folder.resolve("jars")));
  }

  @Test
  void recordsJarsInTheOrderOfUse() {
    RecordedJars jars = log.jars(folder);
    assertThat(jars.checksums())
        .isEqualTo(Map.of("source scan", List.of("ab"), "source hint", List.of("cd")));
    assertThat(jars.checksum(PluginKind.SOURCE, "scan", 0)).isEqualTo("ab");
    assertThat(jars.checksum(PluginKind.SOURCE, "scan", 3)).isEqualTo("ab");
    assertThat(jars.checksum(PluginKind.POLICY, "scan", 0)).isEmpty();
    assertThat(jars.names(PluginKind.SOURCE)).containsExactly("hint", "scan");
    assertThat(jars.names(PluginKind.POLICY)).isEmpty();
  }

  @Test
  void findsTheJarsOfPluginsWithNamesOfTheirOwn() throws Exception {
    PluginSetting coming = new PluginSetting("two", "hint", Map.of());
    List<LoggedChange> changes =
        List.of(
            new LoggedChange(1, 1, Change.add(PluginKind.SOURCE, coming), "shell", "c1", "done"),
            new LoggedChange(2, 2, restored("one"), "framework", "a2", "done"),
            new LoggedChange(3, 3, restored("two"), "framework", "c2", "done"));
    Experiment experiment =
        new ExperimentReader(new TestPlugins())
            .read(EXPERIMENT.replace("[scan]", "[{name: scan, as: one}]"), "x", folder)
            .experiment();
    ChangeLog own = new ChangeLog(experiment, Map.of("source scan", "a1"), changes);

    assertThat(own.jars(folder).checksums())
        .isEqualTo(Map.of("source scan", List.of("a1", "a2"), "source hint", List.of("c1", "c2")));
    Path file = Files.writeString(folder.resolve("b"), own.text());
    assertThat(ChangeLog.read(file, new TestPlugins())).isEqualTo(own);
    assertThat(ChangeLog.readJars(file)).isEqualTo(own.jars(folder.resolve("jars")));
  }

  private static Change restored(String name) {
    return new Change(Change.Action.RESTORED, PluginKind.SOURCE, name, null);
  }

  @Test
  void keepsForeignJarsBesideIt() throws Exception {
    PluginHost host = mock(PluginHost.class);
    when(host.foreignJar("cd")).thenReturn(Files.writeString(folder.resolve("x.jar"), "jar"));
    Path file = folder.resolve("out/events.jsonl");
    log.write(file, host);
    assertThat(file).content().isEqualTo(log.text());
    assertThat(folder.resolve("out/jars").toFile().list()).containsExactly("cd.jar");
    assertThat(ChangeLog.archiveOf(file).resolve("cd.jar")).content().isEqualTo("jar");
  }

  @Test
  void isWrittenWholeOrNotAtAll() throws Exception {
    Path file = folder.resolve("deep/a");
    AtomicFile.write(file, "one");
    AtomicFile.write(file, "two");
    assertThat(file).content().isEqualTo("two");
    assertThat(file.getParent().toFile().list()).containsExactly("a");
  }
}
