package org.tierlab.shell;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.tierlab.api.knob.Knob;
import org.tierlab.api.knob.KnobSet;
import org.tierlab.api.knob.Unit;
import org.tierlab.command.plugins.PluginCatalogue;
import org.tierlab.command.plugins.PluginEntry;
import org.tierlab.sim.plugin.PluginKind;
import org.tierlab.sim.plugin.Plugins.Provenance;

/** Made-up plug-ins. */
public final class Catalogue implements PluginCatalogue {

  /** Knobs of the source {@code scan}. */
  public record ScanKnobs(
      @Knob(value = "400", unit = Unit.MS, min = 100, max = 5000, about = "Period.") long periodMs,
      @Knob(
              value = "256",
              unit = Unit.MIB,
              min = 1,
              max = 4096,
              kernel = "/sys/kernel/debug/sched/numa_balancing/scan_size_mb",
              about = "Size.")
          int sizeMb,
      @Knob(value = "7", about = "Version.", runtime = false) int version) {}

  /** Knobs of the source {@code hint}. */
  public record HintKnobs(
      @Knob(value = "1", max = 3, min = 0, kernel = "kernel.numa_balancing", about = "Mode.")
          int mode,
      @Knob(value = "1000", unit = Unit.MS, min = 1, about = "Period.") long periodMs) {}

  /** Knobs of the policies {@code promote} and {@code demote}. */
  public record PolicyKnobs(
      @Knob(value = "0", max = 3, min = 0, kernel = "kernel.numa_balancing", about = "Mode.")
          int numaBalancing,
      @Knob(value = "10", unit = Unit.PERCENT, min = 0, max = 100, about = "Limit.")
          double limit) {}

  /** No knobs. */
  public record NoKnobs() {}

  private final List<PluginEntry> entries = new ArrayList<>();

  /** All of them. */
  public Catalogue() {
    add(PluginKind.SOURCE, "hint", HintKnobs.class, Map.of("period_ms", "2 s"), "");
    add(PluginKind.SOURCE, "scan", ScanKnobs.class, Map.of(), "");
    add(PluginKind.SOURCE, "broken", NoKnobs.class, Map.of(), "it does not say its knobs");
    add(PluginKind.POLICY, "demote", PolicyKnobs.class, Map.of(), "");
    add(PluginKind.POLICY, "promote", PolicyKnobs.class, Map.of(), "");
    add(PluginKind.ENGINE, "kernel", NoKnobs.class, Map.of(), "");
    add(PluginKind.ENGINE, "dma", NoKnobs.class, Map.of(), "");
  }

  private void add(
      PluginKind kind,
      String name,
      Class<? extends Record> knobs,
      Map<String, String> site,
      String problem) {
    entries.add(
        new PluginEntry(kind, name, provenance(name, "1.0.0"), KnobSet.of(knobs), site, problem));
  }

  /** The provenance of a made-up bundle. */
  public static Provenance provenance(String name, String version) {
    return new Provenance("org.example." + name, version, name + version);
  }

  @Override
  public List<PluginEntry> entries() {
    return List.copyOf(entries);
  }
}
