package org.tierlab.command.plugins;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Version;

/** Knows the plug-ins that are present and lends them to runs. */
public interface PluginHost extends PluginCatalogue {
  /**
   * Opens the plug-ins to one run.
   *
   * @return to be closed after the run
   */
  RunPlugins open();

  /**
   * Opens the plug-ins to a run that is made again: they come from the recorded jars, which are
   * installed from the archive where they are not present, and the run is not told of services that
   * come and go. Where a recorded jar is nowhere to be found the plug-in of that name is used.
   *
   * @param jars what the earlier run used
   * @return to be closed after the run
   */
  RunPlugins openAgain(RecordedJars jars);

  /**
   * A jar that a run took a plug-in from and that is not part of the distribution.
   *
   * @param sha256 the checksum in the plug-in's provenance
   * @return a copy of the jar as it was then; null if it is part of the distribution or not known
   */
  @Nullable Path foreignJar(String sha256);

  /**
   * The packages that bundles here offer to others, those of the Java platform included.
   *
   * @return the highest version by package
   */
  Map<String, Version> packages();

  /**
   * The counters that bundles describe, the core's included.
   *
   * @return in order of name
   */
  default List<CounterEntry> counters() {
    return List.of();
  }

  /**
   * Puts a bundle into the installation until the program ends, in place of one of the same name
   * and version, and starts it.
   *
   * @param jar a bundle; the file must stay
   * @throws IllegalArgumentException if it cannot be started; the message says why
   */
  default void install(Path jar) {
    throw new IllegalArgumentException(jar + " cannot be installed: the plug-ins are fixed");
  }
}
