package org.tierlab.testkit.simulation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.tierlab.api.PluginName;
import org.tierlab.api.copy.CopyEngine;
import org.tierlab.api.hotness.HotnessSource;
import org.tierlab.api.knob.KnobSet;
import org.tierlab.api.policy.PromotionPolicy;
import org.tierlab.api.workload.Workload;
import org.tierlab.sim.Simulation;
import org.tierlab.sim.experiment.CostModel;
import org.tierlab.sim.experiment.Experiment;
import org.tierlab.sim.experiment.MachineSpec;
import org.tierlab.sim.experiment.NodeSpec;
import org.tierlab.sim.experiment.PluginSetting;
import org.tierlab.sim.experiment.ScriptedChange;
import org.tierlab.sim.experiment.ScriptedChange.AtTime;
import org.tierlab.sim.plugin.SuppliedPlugins;
import org.tierlab.sim.result.RunResult;

/**
 * A run of a second or two on a small machine: a DRAM node of 16 MiB with four CPUs and a CXL node
 * of 64 MiB. Unless the test gives its own, two tasks read 32 MiB that start on CXL, nine of ten
 * times a tenth of it; a scanner of accessed bits publishes what was touched every 100 ms; what was
 * touched is promoted, 256 folios at a time; one thread copies. {@link #withoutPolicy} moves
 * nothing. Immutable; each method gives a copy.
 */
public final class SmallSimulation {
  private static final long MIB = 1L << 20;
  private static final long LIMIT_NS = 2_000_000_000L;

  private final Map<String, Supplier<?>> suppliers;
  private final Map<String, PluginSetting> settings;
  private final long seed;
  private final List<ScriptedChange> changes;

  private SmallSimulation(
      Map<String, Supplier<?>> suppliers,
      Map<String, PluginSetting> settings,
      long seed,
      List<ScriptedChange> changes) {
    this.suppliers = suppliers;
    this.settings = settings;
    this.seed = seed;
    this.changes = changes;
  }

  /** The simulation with the simplest plug-ins of every kind. */
  public SmallSimulation() {
    this(new LinkedHashMap<>(), new LinkedHashMap<>(), 1, List.of());
  }

  /**
   * A simulation with the plug-in under test in the place of its kind.
   *
   * @param plugin makes its component, which carries {@link PluginName}
   * @param knobs values by knob name; others take their defaults
   * @return a copy
   */
  public SmallSimulation with(Supplier<?> plugin, Map<String, ?> knobs) {
    Object instance = plugin.get();
    PluginName name = instance.getClass().getAnnotation(PluginName.class);
    if (name == null) {
      throw new IllegalArgumentException(instance.getClass().getName() + " has no @PluginName");
    }
    Map<String, Supplier<?>> moreSuppliers = new LinkedHashMap<>(suppliers);
    moreSuppliers.put(kind(instance), plugin);
    Map<String, PluginSetting> moreSettings = new LinkedHashMap<>(settings);
    moreSettings.put(kind(instance), new PluginSetting(name.name(), Map.copyOf(knobs)));
    return new SmallSimulation(moreSuppliers, moreSettings, seed, changes);
  }

  /**
   * The same without any policy, to compare with.
   *
   * @return a copy
   */
  public SmallSimulation withoutPolicy() {
    Map<String, PluginSetting> others = new LinkedHashMap<>(settings);
    others.put("policy", PluginSetting.of(""));
    return new SmallSimulation(suppliers, others, seed, changes);
  }

  /**
   * The same from another seed.
   *
   * @param other the seed
   * @return a copy
   */
  public SmallSimulation seed(long other) {
    return new SmallSimulation(suppliers, settings, other, changes);
  }

  /**
   * The same without policies and sources from a moment on: what was under test is detached in
   * mid-run.
   *
   * @param ns simulated nanoseconds since the start
   * @return a copy
   */
  public SmallSimulation detachedAt(long ns) {
    List<ScriptedChange> more = new ArrayList<>(changes);
    more.add(new ScriptedChange(new AtTime(ns), List.of(), List.of(), null));
    return new SmallSimulation(suppliers, settings, seed, more);
  }

  private static String kind(Object instance) {
    if (instance instanceof PromotionPolicy) {
      return "policy";
    }
    if (instance instanceof HotnessSource) {
      return "source";
    }
    if (instance instanceof CopyEngine) {
      return "engine";
    }
    if (instance instanceof Workload) {
      return "workload";
    }
    throw new IllegalArgumentException(instance.getClass().getName() + " is no plug-in");
  }

  /**
   * Runs it.
   *
   * @return what came of it
   */
  public RunResult run() {
    SuppliedPlugins plugins =
        new SuppliedPlugins()
            .add(HotTenth::new)
            .add(TouchedPages::new)
            .add(TouchedGoUp::new)
            .add(OneThreadCopy::new);
    suppliers.values().forEach(plugins::add);
    try {
      return Simulation.of(experiment(), plugins).run();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Experiment experiment() {
    MachineSpec machine =
        new MachineSpec(
            "small",
            List.of(
                new NodeSpec(NodeSpec.Kind.DRAM, 16 * MIB, 100, 72, 4),
                new NodeSpec(NodeSpec.Kind.CXL, 64 * MIB, 250, 26, 0)),
            List.of(),
            10,
            KnobSet.of(CostModel.class).defaults());
    PluginSetting policy = settings.getOrDefault("policy", PluginSetting.of(TouchedGoUp.NAME));
    return new Experiment(
        "small simulation",
        machine,
        settings.getOrDefault("workload", PluginSetting.of(HotTenth.NAME)),
        -1,
        List.of(settings.getOrDefault("source", PluginSetting.of(TouchedPages.NAME))),
        policy.name().isEmpty() ? List.of() : List.of(policy),
        settings.getOrDefault("engine", PluginSetting.of(OneThreadCopy.NAME)),
        seed,
        changes,
        LIMIT_NS,
        Path.of("."));
  }
}
