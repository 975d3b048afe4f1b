package org.tierlab.command.log;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.tierlab.sim.plugin.PluginKind;

/**
 * Collects from the lines of a log which jars the run took its plug-ins from. A log names plug-ins
 * as the run calls them; jars are known by the plug-in.
 */
final class LoggedJars {

  private final Map<String, String> pluginOf = new HashMap<>();
  private final Map<String, List<String>> checksums = new LinkedHashMap<>();

  /** Reads an experiment's document: what the run calls its plug-ins at first. */
  void listed(Map<String, ?> experiment) {
    listed(PluginKind.SOURCE, experiment.get("sources"));
    listed(PluginKind.POLICY, experiment.get("policies"));
  }

  private void listed(PluginKind kind, @Nullable Object plugins) {
    if (plugins instanceof List<?> list) {
      for (Object item : list) {
        if (item instanceof Map<?, ?> keys && keys.containsKey("as")) {
          pluginOf.put(kind.word() + " " + keys.get("as"), kind.word() + " " + keys.get("name"));
        }
      }
    }
  }

  /** Takes a plug-in that the run began with. */
  void add(String plugin, String sha256) {
    if (!sha256.isEmpty()) {
      checksums.computeIfAbsent(plugin, key -> new ArrayList<>()).add(sha256);
    }
  }

  /** Takes a line that logs a change. */
  void changed(Map<String, Object> change) {
    Object name = change.getOrDefault("new", change.get("old"));
    String called = change.get("kind") + " " + name;
    if (change.containsKey("new")) {
      pluginOf.put(called, change.get("kind") + " " + change.getOrDefault("plugin", name));
    }
    if (!"knob".equals(change.get("action"))) {
      add(pluginOf.getOrDefault(called, called), String.valueOf(change.get("sha256")));
    }
  }

  /** Checksums by kind and plug-in, in the order in which instances were taken. */
  Map<String, List<String>> checksums() {
    return checksums;
  }
}
