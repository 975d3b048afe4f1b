package org.tierlab.command;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.osgi.framework.Version;
import org.tierlab.api.knob.Knob;
import org.tierlab.api.knob.KnobSet;
import org.tierlab.api.knob.Unit;
import org.tierlab.api.policy.Standing;
import org.tierlab.command.plugins.PluginEntry;
import org.tierlab.command.plugins.PluginHost;
import org.tierlab.command.plugins.RecordedJars;
import org.tierlab.command.plugins.RunPlugins;
import org.tierlab.sim.Simulation;
import org.tierlab.sim.plugin.PluginKind;
import org.tierlab.sim.plugin.Plugins.Provenance;

/** A catalogue of made-up plug-ins that has every type of knob. */
public final class TestPlugins implements PluginHost {

  /** How a source scans. */
  public enum Order {
    ADDRESS_ORDER,
    RANDOM
  }

  /** Knobs of the source {@code scan}. */
  public record ScanKnobs(
      @Knob(value = "400", unit = Unit.MS, min = 100, max = 5000, about = "Period.") long periodMs,
      @Knob(value = "256", unit = Unit.MIB, min = 1, max = 4096, about = "Size.") int scanSizeMb,
      @Knob(value = "12.5", unit = Unit.PERCENT, min = 0, max = 100, about = "CPU.") double cpu,
      @Knob(value = "512", unit = Unit.PAGES, min = 1, about = "Batch.") long batch,
      @Knob(value = "true", about = "Skips huge pages.") boolean skipHuge,
      @Knob(value = "address-order", about = "Order.") Order order) {}

  /** Knobs of the source {@code hint}. */
  public record HintKnobs(
      @Knob(value = "1", max = 3, min = 0, kernel = "kernel.numa_balancing", about = "Mode.")
          int numaBalancing) {}

  /** Knobs of the policies {@code promote} and {@code demote}. */
  public record PolicyKnobs(
      @Knob(value = "0", max = 3, min = 0, kernel = "kernel.numa_balancing", about = "Mode.")
          int mode,
      @Knob(value = "100", unit = Unit.MIB_PER_S, min = 0, about = "Limit.") long limit) {}

  /** No knobs. */
  public record NoKnobs() {}

  /** Knobs of the workload {@code replay}. */
  public record ReplayKnobs(
      @Knob(about = "File.") String file,
      @Knob(value = "1", min = 1, about = "Repeats.") long repeat,
      @Knob(min = 1, max = 64, about = "Threads; no default.") int threads) {}

  private final List<PluginEntry> entries = new ArrayList<>();

  /** All made-up plug-ins, without site configuration. */
  public TestPlugins() {
    add(PluginKind.SOURCE, "scan", ScanKnobs.class, Map.of());
    add(PluginKind.SOURCE, "hint", HintKnobs.class, Map.of());
    add(PluginKind.POLICY, "promote", PolicyKnobs.class, Map.of());
    add(PluginKind.POLICY, "demote", PolicyKnobs.class, Map.of());
    add(PluginKind.ENGINE, "kernel", NoKnobs.class, Map.of());
    add(PluginKind.ENGINE, "dma", NoKnobs.class, Map.of());
    add(PluginKind.WORKLOAD, "replay", ReplayKnobs.class, Map.of());
  }

  /** The same with site configuration for one plug-in. */
  public TestPlugins configured(PluginKind kind, String name, Map<String, String> values) {
    PluginEntry old = find(kind, name);
    entries.replaceAll(
        entry ->
            entry.equals(old)
                ? new PluginEntry(
                    kind, name, entry.provenance(), entry.knobSet(), values, entry.problem())
                : entry);
    return this;
  }

  /** The same with one more policy, a bound. */
  public TestPlugins bound(String name) {
    entries.add(
        new PluginEntry(
            PluginKind.POLICY,
            name,
            new Provenance("org.example." + name, "1.2.0", "ab" + name),
            KnobSet.of(NoKnobs.class),
            Map.of(),
            "",
            Standing.BOUND));
    return this;
  }

  private void add(
      PluginKind kind, String name, Class<? extends Record> knobs, Map<String, String> site) {
    entries.add(
        new PluginEntry(
            kind,
            name,
            new Provenance("org.example." + name, "1.2.0", "ab" + name),
            KnobSet.of(knobs),
            site,
            ""));
  }

  @Override
  public List<PluginEntry> entries() {
    return List.copyOf(entries);
  }

  @Override
  public RunPlugins open() {
    return new RunPlugins() {
      @Override
      public Lease obtain(PluginKind kind, String name) {
        throw new UnknownPluginException("the runs of these tests take no plug-ins");
      }

      @Override
      public void serve(Simulation simulation) {
        // Services of these plug-ins neither come nor go.
      }

      @Override
      public void close() {
        // Nothing was lent.
      }
    };
  }

  @Override
  public RunPlugins openAgain(RecordedJars jars) {
    return open();
  }

  @Override
  public Path foreignJar(String sha256) {
    return null;
  }

  @Override
  public Map<String, Version> packages() {
    return Map.of(
        "org.tierlab.api", new Version("1.1.0"), "org.tierlab.api.policy", new Version("1.1.0"));
  }
}
