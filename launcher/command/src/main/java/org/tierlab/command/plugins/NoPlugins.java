package org.tierlab.command.plugins;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Version;
import org.tierlab.sim.Simulation;
import org.tierlab.sim.plugin.PluginKind;

/** Where no plug-in is present. */
public final class NoPlugins implements PluginHost {

  @Override
  public List<PluginEntry> entries() {
    return List.of();
  }

  @Override
  public RunPlugins open() {
    return new RunPlugins() {
      @Override
      public void serve(Simulation simulation) {}

      @Override
      public Lease obtain(PluginKind kind, String name) {
        throw new UnknownPluginException(
            "there is no %s '%s': no plug-in is present".formatted(kind.word(), name));
      }

      @Override
      public void close() {}
    };
  }

  @Override
  public RunPlugins openAgain(RecordedJars jars) {
    return open();
  }

  @Override
  public @Nullable Path foreignJar(String sha256) {
    return null;
  }

  @Override
  public Map<String, Version> packages() {
    return Map.of();
  }
}
