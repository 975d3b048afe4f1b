package org.tierlab.command.component;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Version;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.tierlab.command.plugins.CounterEntry;
import org.tierlab.command.plugins.PluginEntry;
import org.tierlab.command.plugins.PluginHost;
import org.tierlab.command.plugins.RecordedJars;
import org.tierlab.command.plugins.RunPlugins;
import org.tierlab.command.services.FrameworkPlugins;
import org.tierlab.sim.plugin.PluginKind;

/** Offers the plug-ins of the framework to the command line and the shell. */
@Component(service = PluginHost.class)
public final class ServicePlugins implements PluginHost {

  private final FrameworkPlugins plugins;

  /** Called by the component runtime. */
  @Activate
  public ServicePlugins(BundleContext context) {
    plugins = new FrameworkPlugins(context);
  }

  /** Called by the component runtime. */
  @Deactivate
  void deactivate() {
    plugins.close();
  }

  @Override
  public List<PluginEntry> entries() {
    return plugins.entries();
  }

  @Override
  public @Nullable PluginEntry find(PluginKind kind, String name) {
    return plugins.find(kind, name);
  }

  @Override
  public RunPlugins open() {
    return plugins.open();
  }

  @Override
  public RunPlugins openAgain(RecordedJars jars) {
    return plugins.openAgain(jars);
  }

  @Override
  public Map<String, Version> packages() {
    return plugins.packages();
  }

  @Override
  public List<CounterEntry> counters() {
    return plugins.counters();
  }

  @Override
  public @Nullable Path foreignJar(String sha256) {
    return plugins.foreignJar(sha256);
  }

  @Override
  public void install(Path jar) {
    plugins.install(jar);
  }
}
