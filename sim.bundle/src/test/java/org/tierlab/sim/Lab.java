package org.tierlab.sim;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.tierlab.api.Evidence;
import org.tierlab.api.RunContext;
import org.tierlab.api.copy.CopyBatch;
import org.tierlab.api.copy.CopyEngine;
import org.tierlab.api.copy.CopyReport;
import org.tierlab.api.copy.EngineSpec;
import org.tierlab.api.hotness.HotnessSource;
import org.tierlab.api.hotness.SourceContext;
import org.tierlab.api.hotness.SourceSpec;
import org.tierlab.api.policy.PolicyContext;
import org.tierlab.api.policy.PolicySpec;
import org.tierlab.api.policy.PromotionPolicy;
import org.tierlab.api.policy.Standing;
import org.tierlab.api.workload.Workload;
import org.tierlab.api.workload.WorkloadContext;
import org.tierlab.api.workload.WorkloadSpec;
import org.tierlab.sim.experiment.AccessMode;
import org.tierlab.sim.experiment.Experiment;
import org.tierlab.sim.experiment.MachineSpec;
import org.tierlab.sim.experiment.OracleSetting;
import org.tierlab.sim.experiment.PluginSetting;
import org.tierlab.sim.experiment.ScriptedChange;
import org.tierlab.sim.plugin.PluginKind;
import org.tierlab.sim.plugin.Plugins;
import org.tierlab.sim.result.RunResult;

/**
 * An experiment whose plug-ins are lambdas: two nodes of 4096 pages, one task on 256 pages that
 * start on the slow node, and whatever a test adds.
 */
public final class Lab implements Plugins {
  /** The knobs of a plug-in that has none. */
  public record NoKnobs() {}

  private final Map<String, Supplier<?>> suppliers = new ConcurrentHashMap<>();

  /** Instances that were given back. */
  public final Set<Object> released = ConcurrentHashMap.newKeySet();

  private final List<PluginSetting> sources = new ArrayList<>();
  private final List<PluginSetting> policies = new ArrayList<>();
  private final List<ScriptedChange> changes = new ArrayList<>();
  private PluginSetting engine;
  private PluginSetting workload =
      new PluginSetting("uniform", Map.of("node", 1, "accesses", 20_000L));
  private MachineSpec machine = Machines.twoNodes(4096, 4096, 2);
  private long seed = 1;
  private long limitNs = Long.MAX_VALUE;
  private OracleSetting oracle = OracleSetting.NONE;
  private AccessMode mode = AccessMode.EXACT;

  /** Makes a lab with its workload only. */
  public Lab() {
    offer(PluginKind.WORKLOAD, "uniform", UniformWorkload::new);
  }

  /** Makes a plug-in available without listing it. */
  public Lab offer(PluginKind kind, String name, Supplier<?> supplier) {
    suppliers.put(kind.word() + ':' + name, supplier);
    return this;
  }

  /** Takes a plug-in away again. */
  public void withhold(PluginKind kind, String name) {
    suppliers.remove(kind.word() + ':' + name);
  }

  public Lab machine(MachineSpec spec) {
    machine = spec;
    return this;
  }

  public Lab uniform(Map<String, Object> knobs) {
    workload = new PluginSetting("uniform", knobs);
    return this;
  }

  public Lab workload(String name, Consumer<WorkloadContext> build) {
    workload = PluginSetting.of(name);
    return offer(PluginKind.WORKLOAD, name, () -> aWorkload(build));
  }

  /** A policy that declares itself a bound. */
  public Lab bound(String name, Consumer<PolicyContext> attach) {
    policies.add(PluginSetting.of(name));
    return offer(PluginKind.POLICY, name, () -> aPolicy(Standing.BOUND, attach));
  }

  public Lab source(String name, Consumer<SourceContext> attach) {
    sources.add(PluginSetting.of(name));
    return offer(PluginKind.SOURCE, name, () -> aSource(attach));
  }

  public Lab policy(String name, Consumer<PolicyContext> attach) {
    policies.add(PluginSetting.of(name));
    return offer(PluginKind.POLICY, name, () -> aPolicy(attach));
  }

  public Lab engine(String name, int batchPages, BiConsumer<CopyBatch, CopyReport> copy) {
    engine = PluginSetting.of(name);
    return offer(PluginKind.ENGINE, name, () -> anEngine(batchPages, copy));
  }

  /** A copy engine whose folios are done one after another, at 1 us for 4 KiB. */
  public Lab steadyEngine(int batchPages) {
    return engine("steady", batchPages, Lab::steady);
  }

  public Lab list(PluginKind kind, PluginSetting setting) {
    switch (kind) {
      case SOURCE -> sources.add(setting);
      case POLICY -> policies.add(setting);
      case ENGINE -> engine = setting;
      case WORKLOAD -> workload = setting;
    }
    return this;
  }

  public Lab change(ScriptedChange change) {
    changes.add(change);
    return this;
  }

  public Lab seed(long other) {
    seed = other;
    return this;
  }

  /** Has the oracle bound told, in epochs of a number of accesses. */
  public Lab oracle(long epochAccesses) {
    oracle = new OracleSetting(OracleSetting.When.ALWAYS, epochAccesses);
    return this;
  }

  public Lab mode(AccessMode other) {
    mode = other;
    return this;
  }

  public Lab limitNs(long ns) {
    limitNs = ns;
    return this;
  }

  public Simulation simulation() {
    return Simulation.of(experiment(), this);
  }

  public Simulation simulation(Duration budget) {
    return Simulation.of(experiment(), this, budget);
  }

  private Experiment experiment() {
    return new Experiment(
            "lab",
            machine,
            workload,
            -1,
            sources,
            policies,
            engine,
            seed,
            changes,
            limitNs,
            Path.of("."))
        .withOracle(oracle)
        .withMode(mode);
  }

  public RunResult run() {
    return run(simulation());
  }

  public static RunResult run(Simulation simulation) {
    try {
      return simulation.run();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  public static void steady(CopyBatch batch, CopyReport report) {
    double ns = 0;
    for (int i = 0; i < batch.folios(); i++) {
      ns += batch.bytes(i) / 4.096;
      report.done(i, ns);
    }
    report.chargeInitiator(ns);
  }

  public static HotnessSource aSource(Consumer<SourceContext> attach) {
    return new HotnessSource() {
      @Override
      public SourceSpec spec() {
        return new SourceSpec(NoKnobs.class, Set.of(Evidence.HINT_FAULT));
      }

      @Override
      public void attach(SourceContext context) {
        attach.accept(context);
      }
    };
  }

  public static PromotionPolicy aPolicy(Consumer<PolicyContext> attach) {
    return aPolicy(Standing.ATTAINABLE, attach);
  }

  private static PromotionPolicy aPolicy(Standing standing, Consumer<PolicyContext> attach) {
    return new PromotionPolicy() {
      @Override
      public PolicySpec spec() {
        return new PolicySpec(NoKnobs.class, Set.of(), standing);
      }

      @Override
      public void attach(PolicyContext context) {
        attach.accept(context);
      }
    };
  }

  public static CopyEngine anEngine(int batchPages, BiConsumer<CopyBatch, CopyReport> copy) {
    return new CopyEngine() {
      @Override
      public EngineSpec spec() {
        return new EngineSpec(NoKnobs.class);
      }

      @Override
      public void attach(RunContext context) {}

      @Override
      public int batchPages() {
        return batchPages;
      }

      @Override
      public void copy(CopyBatch batch, CopyReport report) {
        copy.accept(batch, report);
      }
    };
  }

  public static Workload aWorkload(Consumer<WorkloadContext> build) {
    return new Workload() {
      @Override
      public WorkloadSpec spec() {
        return new WorkloadSpec(NoKnobs.class, "accesses");
      }

      @Override
      public void build(WorkloadContext context) {
        build.accept(context);
      }
    };
  }

  @Override
  public Lease obtain(PluginKind kind, String name) {
    Supplier<?> supplier = suppliers.get(kind.word() + ':' + name);
    if (supplier == null) {
      throw new UnknownPluginException("there is no " + kind.word() + " '" + name + "'");
    }
    Object instance = supplier.get();
    return new Lease(
        instance, Provenance.ofClass(instance.getClass()), () -> released.add(instance));
  }
}
