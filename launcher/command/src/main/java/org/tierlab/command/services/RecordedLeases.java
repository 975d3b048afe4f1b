package org.tierlab.command.services;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.osgi.framework.ServiceReference;
import org.tierlab.command.plugins.RecordedJars;
import org.tierlab.command.plugins.RunPlugins;
import org.tierlab.sim.Simulation;
import org.tierlab.sim.plugin.PluginKind;

/**
 * The instances of a run that is made again. What came and went in the earlier run is in its log;
 * the simulation is told nothing else.
 */
final class RecordedLeases implements RunPlugins {

  private final FrameworkPlugins services;
  private final RecordedJars recorded;
  private final JarInstaller installer;
  private final ServiceLeases leases;
  private final Map<String, Integer> taken = new HashMap<>();

  RecordedLeases(FrameworkPlugins services, RecordedJars recorded, JarInstaller installer) {
    this.services = services;
    this.recorded = recorded;
    this.installer = installer;
    this.leases = new ServiceLeases(services);
    for (PluginKind kind : PluginKind.values()) {
      recorded.names(kind).forEach(name -> installIfMissing(kind, name));
    }
  }

  private void installIfMissing(PluginKind kind, String name) {
    Path jar = recorded.jar(recorded.checksum(kind, name, 0));
    if (services.references(kind, name).isEmpty() && Files.isRegularFile(jar)) {
      installer.install(jar);
    }
  }

  /** What the experiment lists, or its script: the log tells their jars by order only. */
  @Override
  public Lease obtain(PluginKind kind, String name) {
    return obtain(kind, name, "");
  }

  @Override
  public Lease obtain(PluginKind kind, String name, String logged) {
    int before = taken.merge(kind.word() + " " + name, 1, Integer::sum) - 1;
    String sha256 = logged.isEmpty() ? recorded.checksum(kind, name, before) : logged;
    List<ServiceReference<?>> references = ofJar(kind, name, sha256);
    Path jar = recorded.jar(sha256);
    if (references.isEmpty() && !sha256.isEmpty() && Files.isRegularFile(jar)) {
      installer.install(jar);
      references = ofJar(kind, name, sha256);
    }
    return references.isEmpty() ? leases.obtain(kind, name) : leases.obtain(kind, name, references);
  }

  private List<ServiceReference<?>> ofJar(PluginKind kind, String name, String sha256) {
    return services.references(kind, name).stream()
        .<ServiceReference<?>>map(reference -> reference)
        .filter(reference -> services.provenance(reference).sha256().equals(sha256))
        .toList();
  }

  @Override
  public void serve(Simulation simulation) {
    // The log holds what the simulation is to know.
  }

  @Override
  public void close() {
    leases.close();
  }
}
