package org.tierlab.command.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.tierlab.api.knob.KnobSet;
import org.tierlab.command.CommandFailure;
import org.tierlab.command.plugins.RunPlugins;
import org.tierlab.command.run.RunFailure;
import org.tierlab.command.run.SimulationFactory;
import org.tierlab.sim.Simulation;
import org.tierlab.sim.experiment.CostModel;
import org.tierlab.sim.experiment.Experiment;
import org.tierlab.sim.experiment.MachineSpec;
import org.tierlab.sim.experiment.NodeSpec;
import org.tierlab.sim.experiment.PluginSetting;
import org.tierlab.sim.recording.Recorder;
import org.tierlab.sim.result.RunResult;

/**
 * Makes the runs that are measured: a DRAM and a CXL node, each twice as large as the footprint.
 */
final class BenchRuns {
  /** CPUs of the machine, and tasks of those runs that have several. */
  static final int CPUS = 16;

  private final Supplier<RunPlugins> plugins;
  private final SimulationFactory simulations;

  /**
   * Prepares runs.
   *
   * @param plugins opens the plug-ins to a run
   * @param simulations makes simulations
   */
  BenchRuns(Supplier<RunPlugins> plugins, SimulationFactory simulations) {
    this.plugins = plugins;
    this.simulations = simulations;
  }

  /**
   * What a run is made with.
   *
   * @param name for the table
   * @param node where the memory starts
   * @param tasks among which the accesses are divided
   * @param sources hotness sources
   * @param policies policies
   */
  record Variant(
      String name,
      int node,
      int tasks,
      List<PluginSetting> sources,
      List<PluginSetting> policies) {}

  static Experiment experiment(long bytes, PluginSetting workload, Variant variant) {
    long capacity = 2 * bytes;
    MachineSpec machine =
        new MachineSpec(
            "bench",
            List.of(
                new NodeSpec(NodeSpec.Kind.DRAM, capacity, 100, 72, CPUS),
                new NodeSpec(NodeSpec.Kind.CXL, capacity, 250, 26, 0)),
            List.of(),
            10,
            KnobSet.of(CostModel.class).defaults());
    return new Experiment(
        "bench",
        machine,
        workload,
        -1,
        variant.sources(),
        variant.policies(),
        PluginSetting.of("kernel"),
        1,
        List.of(),
        Long.MAX_VALUE,
        Path.of("."));
  }

  static PluginSetting lent(Variant variant) {
    return new PluginSetting(LentAccesses.NAME, Map.of("node", variant.node()));
  }

  /** CPU time of a run over a stream. */
  double lentNs(PageStream stream, long accesses, Variant variant) throws IOException, RunFailure {
    return lentNs(stream, accesses, variant, Recorder.none());
  }

  /** CPU time of a run over a stream that is recorded. */
  double lentNs(PageStream stream, long accesses, Variant variant, Recorder recorder)
      throws IOException, RunFailure {
    return cpuNs(
        experiment(stream.bytes(), lent(variant), variant),
        () -> new LentAccesses(stream, accesses, variant.tasks()),
        recorder);
  }

  /** CPU time of a run. */
  double cpuNs(Experiment experiment, Supplier<LentAccesses> accesses)
      throws IOException, RunFailure {
    return cpuNs(experiment, accesses, Recorder.none());
  }

  private double cpuNs(Experiment experiment, Supplier<LentAccesses> accesses, Recorder recorder)
      throws IOException, RunFailure {
    if (Thread.currentThread().isInterrupted()) {
      throw interrupted();
    }
    try (BenchPlugins timed = new BenchPlugins(plugins.get(), accesses)) {
      Simulation simulation = simulations.of(experiment, timed);
      timed.serve(simulation);
      simulation.record(recorder);
      require(simulation.run());
      return timed.cpuNs();
    }
  }

  static CommandFailure interrupted() {
    return CommandFailure.interrupted("nothing is measured");
  }

  static void require(RunResult result) throws RunFailure {
    if (!result.complete() || !result.invariants().equals("ok")) {
      throw new RunFailure(
          "a measured run failed: " + (result.complete() ? result.invariants() : result.stopped()),
          new IllegalStateException());
    }
  }

  Supplier<RunPlugins> plugins() {
    return plugins;
  }

  SimulationFactory simulations() {
    return simulations;
  }
}
