package org.tierlab.command.experiment;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.tierlab.api.knob.KnobException;
import org.tierlab.api.knob.KnobInfo;
import org.tierlab.api.knob.KnobSet;
import org.tierlab.command.experiment.ConfigNode.Keys;
import org.tierlab.command.experiment.ConfigNode.Scalar;
import org.tierlab.command.experiment.PluginDraft.Given;
import org.tierlab.sim.experiment.CostModel;
import org.tierlab.sim.experiment.Hypotheses;
import org.tierlab.sim.experiment.MachineSpec;
import org.tierlab.sim.experiment.NodeSpec;

/** Reads the machine of an experiment. */
final class MachineReader {

  static final KnobSet<CostModel> COSTS = KnobSet.of(CostModel.class);
  static final KnobSet<Hypotheses> HYPOTHESES = KnobSet.of(Hypotheses.class);

  private MachineReader() {}

  /**
   * Puts the contents of a machine description in place of its name, or below the keys that are
   * laid over it.
   */
  static void include(Keys root, Path folder) {
    String key = ExperimentKeys.MACHINE.name();
    ConfigNode given = root.values().get(key);
    Place place = root.keyPlace(key);
    if (given instanceof Scalar name && !name.text().isEmpty()) {
      root.put(key, described(name, folder), place);
    } else if (given instanceof Keys over) {
      ConfigNode base = over.remove(ExperimentKeys.BASE.name());
      if (base != null) {
        root.put(key, on(base, over, folder), place);
      }
    }
  }

  private static Keys on(ConfigNode base, Keys over, Path folder) {
    String path = MappingReader.join(ExperimentKeys.MACHINE.name(), ExperimentKeys.BASE.name());
    if (!(base instanceof Scalar name) || name.text().isEmpty()) {
      throw ExperimentException.at(
          base.place(),
          "key '%s' is %s, expected %s"
              .formatted(path, base.label(), ExperimentKeys.BASE.expected()));
    }
    Keys machine = described(name, folder);
    MachineFiles.overlay(machine, over, ExperimentKeys.MACHINE.name());
    return machine;
  }

  private static Keys described(Scalar name, Path folder) {
    Keys machine = MachineFiles.read(name, folder, new ArrayList<>());
    machine.remove(ExperimentKeys.MACHINE_ABOUT.name());
    return machine;
  }

  static MachineSpec read(ConfigNode node) {
    String path = ExperimentKeys.MACHINE.name();
    MappingReader machine = MappingReader.of(node, path, ExperimentKeys.MACHINE_KEYS);
    List<NodeSpec> nodes = new ArrayList<>();
    List<ConfigNode> items = machine.items(ExperimentKeys.NODES);
    for (int i = 0; i < items.size(); i++) {
      nodes.add(node(items.get(i), MappingReader.join(machine.path(ExperimentKeys.NODES), i)));
    }
    try {
      return new MachineSpec(
          machine.value(ExperimentKeys.MACHINE_NAME),
          nodes,
          distances(machine),
          machine.value(ExperimentKeys.WATERMARK_SCALE_FACTOR).intValue(),
          constants(machine, ExperimentKeys.COSTS, COSTS),
          constants(machine, ExperimentKeys.HYPOTHESES, HYPOTHESES));
    } catch (ExperimentException e) {
      throw e;
    } catch (IllegalArgumentException e) {
      throw ExperimentException.at(node.place(), String.valueOf(e.getMessage()));
    }
  }

  private static NodeSpec node(ConfigNode node, String path) {
    MappingReader keys = MappingReader.of(node, path, ExperimentKeys.NODE_KEYS);
    return new NodeSpec(
        keys.value(ExperimentKeys.NODE_KIND),
        keys.value(ExperimentKeys.CAPACITY),
        keys.value(ExperimentKeys.LATENCY),
        keys.value(ExperimentKeys.BANDWIDTH),
        keys.value(ExperimentKeys.CPUS).intValue());
  }

  private static List<List<Integer>> distances(MappingReader machine) {
    String path = machine.path(ExperimentKeys.DISTANCES);
    List<List<Integer>> rows = new ArrayList<>();
    for (ConfigNode row : machine.items(ExperimentKeys.DISTANCES)) {
      String rowPath = MappingReader.join(path, rows.size());
      List<Integer> distances = new ArrayList<>();
      for (ConfigNode item : MappingReader.items(row, rowPath, "a list of distances")) {
        String itemPath = MappingReader.join(rowPath, distances.size());
        distances.add(MappingReader.single(item, itemPath, ExperimentKeys.DISTANCE).intValue());
      }
      rows.add(distances);
    }
    return rows;
  }

  private static <R extends Record> R constants(
      MappingReader machine, Key.Section section, KnobSet<R> known) {
    ConfigNode node = machine.section(section);
    String path = machine.path(section);
    if (node == null) {
      return known.defaults();
    }
    if (!(node instanceof Keys keys)) {
      throw ExperimentException.at(
          node.place(),
          "key '" + path + "' is " + node.label() + ", expected " + section.expected());
    }
    Map<String, Given> given = new LinkedHashMap<>();
    Map<String, String> values = new LinkedHashMap<>();
    for (var key : keys.values().entrySet()) {
      String knobPath = MappingReader.join(path, key.getKey());
      KnobInfo knob = known.find(key.getKey());
      if (knob == null) {
        List<String> names = known.knobs().stream().map(KnobInfo::name).toList();
        throw MappingReader.unknownKey(keys.keyPlace(key.getKey()), knobPath, key.getKey(), names);
      }
      Given value = PluginDraft.given(knob, key.getValue(), knobPath);
      given.put(key.getKey(), value);
      values.put(key.getKey(), value.value());
    }
    try {
      return known.bind(values);
    } catch (KnobException e) {
      throw refused(node.place(), path, given.get(e.knob()), known.find(e.knob()), e);
    }
  }

  private static ExperimentException refused(
      Place place, String path, @Nullable Given value, @Nullable KnobInfo knob, KnobException e) {
    return value == null || knob == null
        ? ExperimentException.at(place, "key '" + path + "' is refused: " + e.getMessage())
        : ExperimentException.value(
            value.place(), value.path(), value.written(), KnobText.expected(knob));
  }
}
