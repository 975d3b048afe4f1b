package org.tierlab.command.plugins;

/** Knows the plug-ins that are present and lends them to runs. */
public interface PluginHost extends PluginCatalogue {
  /**
   * Opens the plug-ins to one run.
   *
   * @return to be closed after the run
   */
  RunPlugins open();
}
