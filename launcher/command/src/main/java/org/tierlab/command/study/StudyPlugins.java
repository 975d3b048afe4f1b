package org.tierlab.command.study;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Version;
import org.tierlab.api.hotness.HotnessSource;
import org.tierlab.api.knob.KnobSet;
import org.tierlab.command.plugins.PluginEntry;
import org.tierlab.command.plugins.PluginHost;
import org.tierlab.command.plugins.RecordedJars;
import org.tierlab.command.plugins.RunPlugins;
import org.tierlab.sim.Simulation;
import org.tierlab.sim.plugin.PluginKind;
import org.tierlab.sim.plugin.Plugins;
import org.tierlab.sim.plugin.Plugins.Lease;
import org.tierlab.sim.plugin.Plugins.Provenance;

/** The plug-ins that are present, and those that only studies have. */
final class StudyPlugins implements PluginHost {
  private record Own(
      PluginKind kind,
      String name,
      Class<?> type,
      KnobSet<?> knobs,
      Function<Plugins, Lease> maker) {}

  private static final List<Own> OWN =
      List.of(
          new Own(
              PluginKind.POLICY,
              MovePagesPolicy.NAME,
              MovePagesPolicy.class,
              KnobSet.of(MovePagesPolicy.CallKnobs.class),
              host -> lease(new MovePagesPolicy(), () -> {})),
          new Own(
              PluginKind.POLICY,
              RegionRecorder.NAME,
              RegionRecorder.class,
              KnobSet.of(RegionRecorder.RecorderKnobs.class),
              host -> lease(new RegionRecorder(), () -> {})),
          new Own(
              PluginKind.SOURCE,
              GuestDamon.NAME,
              GuestDamon.class,
              KnobSet.of(GuestDamon.GuestKnobs.class),
              StudyPlugins::guestDamon));

  private final PluginHost host;

  StudyPlugins(PluginHost host) {
    this.host = host;
  }

  private static Lease lease(Object instance, Runnable release) {
    return new Lease(instance, Provenance.ofClass(instance.getClass()), release);
  }

  private static Lease guestDamon(Plugins host) {
    Lease damon = host.obtain(PluginKind.SOURCE, "damon");
    return lease(new GuestDamon((HotnessSource) damon.instance()), damon.release());
  }

  @Override
  public List<PluginEntry> entries() {
    List<PluginEntry> entries = new ArrayList<>(host.entries());
    for (Own own : OWN) {
      Provenance provenance = Provenance.ofClass(own.type());
      entries.add(new PluginEntry(own.kind(), own.name(), provenance, own.knobs(), Map.of(), ""));
    }
    return entries;
  }

  @Override
  public RunPlugins open() {
    RunPlugins leases = host.open();
    return new RunPlugins() {
      @Override
      public Lease obtain(PluginKind kind, String name) {
        for (Own own : OWN) {
          if (own.kind() == kind && own.name().equals(name)) {
            return own.maker().apply(leases);
          }
        }
        return leases.obtain(kind, name);
      }

      @Override
      public void serve(Simulation simulation) {
        leases.serve(simulation);
      }

      @Override
      public void close() {
        leases.close();
      }
    };
  }

  @Override
  public RunPlugins openAgain(RecordedJars jars) {
    return open();
  }

  @Override
  public @Nullable Path foreignJar(String sha256) {
    return host.foreignJar(sha256);
  }

  @Override
  public Map<String, Version> packages() {
    return host.packages();
  }
}
