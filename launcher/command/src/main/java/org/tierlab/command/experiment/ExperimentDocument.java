package org.tierlab.command.experiment;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.tierlab.api.knob.KnobInfo;
import org.tierlab.api.knob.Unit;
import org.tierlab.command.plugins.PluginCatalogue;
import org.tierlab.command.plugins.PluginEntry;
import org.tierlab.sim.experiment.Experiment;
import org.tierlab.sim.experiment.MachineSpec;
import org.tierlab.sim.experiment.NodeSpec;
import org.tierlab.sim.experiment.PluginSetting;
import org.tierlab.sim.experiment.ScriptedChange;
import org.tierlab.sim.experiment.WorkloadSetting;
import org.tierlab.sim.plugin.PluginKind;

/**
 * Writes a plan with every default as maps and lists that {@link ExperimentReader} reads back to
 * the same plan.
 */
public final class ExperimentDocument {

  private final KnobForm form;

  private ExperimentDocument(KnobForm form) {
    this.form = form;
  }

  /** How the value of a knob is written. */
  @FunctionalInterface
  private interface KnobForm {
    Object write(PluginKind kind, String plugin, String knob, Object value);
  }

  /**
   * For programs: knobs are plain values in their unit.
   *
   * @param plan what to write
   * @return a mapping
   */
  public static Map<String, Object> forPrograms(ExperimentPlan plan) {
    return new ExperimentDocument((kind, plugin, knob, value) -> value).write(plan);
  }

  /**
   * For people: knobs carry their units.
   *
   * @param plan what to write
   * @param catalogue knows the units
   * @return a mapping
   */
  public static Map<String, Object> forPeople(ExperimentPlan plan, PluginCatalogue catalogue) {
    Map<String, PluginEntry> entries = new LinkedHashMap<>();
    catalogue.entries().forEach(entry -> entries.put(entry.label(), entry));
    KnobForm withUnits =
        (kind, plugin, knob, value) -> {
          PluginEntry entry = entries.get(kind.word() + " '" + plugin + "'");
          KnobInfo info = entry == null ? null : entry.knobSet().find(knob);
          return info == null || info.unit() == Unit.NONE ? value : KnobText.withUnit(info, value);
        };
    return new ExperimentDocument(withUnits).write(plan);
  }

  private Map<String, Object> write(ExperimentPlan plan) {
    Experiment experiment = plan.experiment();
    Map<String, Object> keys = new LinkedHashMap<>();
    keys.put(ExperimentKeys.TITLE.name(), experiment.name());
    keys.put(ExperimentKeys.MACHINE.name(), machine(experiment.machine()));
    List<Object> workloads = new ArrayList<>();
    experiment.workloads().forEach(workload -> workloads.add(workload(workload)));
    keys.put(ExperimentKeys.WORKLOAD.name(), workloads.size() == 1 ? workloads.get(0) : workloads);
    putLists(keys, experiment.sources(), experiment.policies());
    keys.put(
        ExperimentKeys.ENGINE.name(),
        experiment.engine() == null
            ? ExperimentKeys.NO_ENGINE
            : plugin(PluginKind.ENGINE, experiment.engine()));
    keys.put(ExperimentKeys.SEED.name(), experiment.seed());
    keys.put(ExperimentKeys.RUNS.name(), plan.runs());
    List<Object> swaps = new ArrayList<>();
    experiment.changes().forEach(change -> swaps.add(swap(change)));
    keys.put(ExperimentKeys.SWAPS.name(), swaps);
    put(keys, ExperimentKeys.LIMIT, experiment.limitNs());
    put(keys, ExperimentKeys.ORACLE, experiment.oracle().when());
    put(keys, ExperimentKeys.ORACLE_EPOCH, experiment.oracle().epochAccesses());
    put(keys, ExperimentKeys.MODE, experiment.mode());
    return keys;
  }

  private static <T> void put(Map<String, Object> keys, Key.Single<T> key, T value) {
    keys.put(key.name(), key.type().write(value));
  }

  private Map<String, Object> workload(WorkloadSetting workload) {
    Map<String, Object> keys = plugin(PluginKind.WORKLOAD, workload.plugin());
    put(keys, ExperimentKeys.SCAN_SCALE, (long) workload.scanScale());
    put(keys, ExperimentKeys.START, workload.startNs());
    return keys;
  }

  private static Map<String, Object> machine(MachineSpec machine) {
    Map<String, Object> keys = new LinkedHashMap<>();
    put(keys, ExperimentKeys.MACHINE_NAME, machine.name());
    List<Object> nodes = new ArrayList<>();
    machine.nodes().forEach(node -> nodes.add(node(node)));
    keys.put(ExperimentKeys.NODES.name(), nodes);
    put(keys, ExperimentKeys.WATERMARK_SCALE_FACTOR, (long) machine.watermarkScaleFactor());
    keys.put(ExperimentKeys.DISTANCES.name(), machine.distances());
    keys.put(ExperimentKeys.COSTS.name(), MachineReader.COSTS.values(machine.costs()));
    if (machine.hypotheses().any()) {
      keys.put(
          ExperimentKeys.HYPOTHESES.name(), MachineReader.HYPOTHESES.values(machine.hypotheses()));
    }
    return keys;
  }

  private static Map<String, Object> node(NodeSpec node) {
    Map<String, Object> keys = new LinkedHashMap<>();
    put(keys, ExperimentKeys.NODE_KIND, node.kind());
    put(keys, ExperimentKeys.CAPACITY, node.capacityBytes());
    put(keys, ExperimentKeys.LATENCY, node.latencyNs());
    put(keys, ExperimentKeys.BANDWIDTH, node.bandwidthGBps());
    put(keys, ExperimentKeys.CPUS, (long) node.cpus());
    return keys;
  }

  private Map<String, Object> swap(ScriptedChange change) {
    Map<String, Object> keys = new LinkedHashMap<>();
    put(keys, ExperimentKeys.AT, change.at());
    putLists(keys, change.sources(), change.policies());
    if (change.engine() != null) {
      keys.put(ExperimentKeys.ENGINE.name(), plugin(PluginKind.ENGINE, change.engine()));
    }
    return keys;
  }

  private void putLists(
      Map<String, Object> keys,
      @Nullable List<PluginSetting> sources,
      @Nullable List<PluginSetting> policies) {
    if (sources != null) {
      keys.put(ExperimentKeys.SOURCES.name(), plugins(PluginKind.SOURCE, sources));
    }
    if (policies != null) {
      keys.put(ExperimentKeys.POLICIES.name(), plugins(PluginKind.POLICY, policies));
    }
  }

  private List<Object> plugins(PluginKind kind, List<PluginSetting> settings) {
    List<Object> plugins = new ArrayList<>();
    settings.forEach(setting -> plugins.add(plugin(kind, setting)));
    return plugins;
  }

  private Map<String, Object> plugin(PluginKind kind, PluginSetting setting) {
    Map<String, Object> keys = new LinkedHashMap<>();
    keys.put(ExperimentKeys.NAME, setting.plugin());
    if (!setting.name().equals(setting.plugin())) {
      keys.put(ExperimentKeys.AS, setting.name());
    }
    setting
        .knobs()
        .forEach((knob, value) -> keys.put(knob, form.write(kind, setting.plugin(), knob, value)));
    return keys;
  }
}
