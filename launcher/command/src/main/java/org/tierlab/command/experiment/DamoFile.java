package org.tierlab.command.experiment;

import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.tierlab.command.experiment.ConfigNode.Items;
import org.tierlab.command.experiment.ConfigNode.Keys;
import org.tierlab.command.experiment.ConfigNode.Scalar;

/**
 * Takes the files of damo, the user-space tool of DAMON, in an experiment: a source {@code {name:
 * damon, damo: FILE}} becomes a damon source for each context of the file, and each scheme a damos
 * policy behind the experiment's own.
 *
 * <p>Processes have other numbers here than where a file was written: the pids of a file stand, in
 * the order in which they first appear, for the processes of the workload in the order of their
 * creation. With {@code paddr} all memory is watched, whatever ranges the file gives, because
 * physical addresses are not modelled.
 */
final class DamoFile {
  /** The key that names the file. */
  static final String KEY = "damo";

  static final String ABOUT =
      "A file of damo, YAML or JSON: its contexts become damon sources, its schemes damos policies.";

  /** The plug-in that takes the key. */
  static final String SOURCE = "damon";

  private static final String POLICY = "damos";

  private final Keys source;
  private final String name;
  private final List<ConfigNode> sources = new ArrayList<>();
  private final List<ConfigNode> policies = new ArrayList<>();

  private DamoFile(Keys source) {
    this.source = source;
    name =
        source.values().get(ExperimentKeys.AS) instanceof Scalar own && !own.text().isEmpty()
            ? own.text()
            : SOURCE;
  }

  /**
   * Replaces the sources of an experiment that name a damo file.
   *
   * @param experiment its document
   * @param folder where files are looked up
   */
  static void expand(Keys experiment, Path folder) {
    if (!(experiment.values().get(ExperimentKeys.SOURCES.name()) instanceof Items list)) {
      return;
    }
    List<ConfigNode> expanded = new ArrayList<>();
    for (ConfigNode item : list.items()) {
      if (item instanceof Keys keys
          && keys.values().containsKey(KEY)
          && keys.values().get(ExperimentKeys.NAME) instanceof Scalar plugin
          && plugin.text().equals(SOURCE)) {
        DamoFile file = new DamoFile(keys);
        file.read(folder);
        expanded.addAll(file.sources);
        policies(experiment).addAll(file.policies);
      } else {
        expanded.add(item);
      }
    }
    list.items().clear();
    list.items().addAll(expanded);
  }

  private static List<ConfigNode> policies(Keys experiment) {
    String key = ExperimentKeys.POLICIES.name();
    if (experiment.values().get(key) instanceof Items list) {
      return list.items();
    }
    ConfigNode given = experiment.values().get(key);
    if (given != null && !given.label().equals("empty")) {
      throw ExperimentException.at(
          given.place(), "key '" + key + "' is " + given.label() + ", expected a list of policies");
    }
    Items list = new Items(experiment.place());
    experiment.put(key, list, experiment.place());
    return list.items();
  }

  private void read(Path folder) {
    ConfigNode node = Objects.requireNonNull(source.values().get(KEY));
    String written = MappingReader.text(node, KEY, "the name of a damo file");
    ConfigNode root;
    try {
      root = ExperimentFiles.read(folder.resolve(written), written);
    } catch (IOException | InvalidPathException e) {
      throw ExperimentException.at(
          node.place(),
          "key 'damo' is '%s', expected the name of a readable file (%s)"
              .formatted(written, ExperimentFiles.reason(e)));
    }
    List<DamoContext> contexts = contexts(root);
    boolean oneScheme = contexts.stream().mapToInt(context -> context.schemes().size()).sum() == 1;
    for (int i = 0; i < contexts.size(); i++) {
      String monitor = contexts.size() == 1 ? name : name + "-" + i;
      Keys made = contexts.get(i).source();
      besides(made);
      own(made, SOURCE, monitor);
      sources.add(made);
      for (Keys scheme : contexts.get(i).schemes()) {
        own(scheme, POLICY, policyName(oneScheme));
        scheme.put("monitor", new Scalar(monitor, scheme.place()), scheme.place());
        policies.add(scheme);
      }
    }
  }

  private String policyName(boolean alone) {
    String base = name.equals(SOURCE) ? POLICY : name + "-" + POLICY;
    return alone ? base : base + "-" + policies.size();
  }

  private static void own(Keys made, String plugin, String called) {
    made.put(ExperimentKeys.NAME, new Scalar(plugin, made.place()), made.place());
    if (!called.equals(plugin)) {
      made.put(ExperimentKeys.AS, new Scalar(called, made.place()), made.place());
    }
  }

  /** Knobs that stand beside the file's name hold for every source; the file's own must not. */
  private void besides(Keys made) {
    for (var key : source.values().entrySet()) {
      if (!List.of(KEY, ExperimentKeys.NAME, ExperimentKeys.AS).contains(key.getKey())) {
        Place place = source.keyPlace(key.getKey());
        if (made.values().containsKey(key.getKey())) {
          throw ExperimentException.at(
              place, "key '" + key.getKey() + "' is given by the damo file as well, expected once");
        }
        made.put(key.getKey(), key.getValue(), place);
      }
    }
  }

  private static List<DamoContext> contexts(ConfigNode root) {
    Set<String> pids = new LinkedHashSet<>();
    List<DamoContext> contexts = new ArrayList<>();
    List<ConfigNode> kdamonds = DamoKeys.of(root, "", "kdamonds").items("kdamonds");
    for (int k = 0; k < kdamonds.size(); k++) {
      String path = "kdamonds." + k;
      DamoKeys kdamond = DamoKeys.of(kdamonds.get(k), path, "state", "pid", "contexts");
      List<ConfigNode> items = kdamond.items("contexts");
      for (int c = 0; c < items.size(); c++) {
        contexts.add(DamoContext.read(items.get(c), path + ".contexts." + c, pids));
      }
    }
    if (contexts.isEmpty()) {
      throw ExperimentException.missing(root.place(), "kdamonds.0.contexts", "at least a context");
    }
    return contexts;
  }
}
