package org.tierlab.sim.experiment;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An experiment: all that a run depends on besides the plug-ins' code.
 *
 * @param name for tables
 * @param machine the machine
 * @param workloads the workloads, at least one
 * @param sources hotness sources
 * @param policies policies in order of precedence
 * @param engine the copy engine, null for none
 * @param seed what all random streams are split from
 * @param changes what is exchanged, in order of time
 * @param limitNs the run ends at this simulated time at the latest; {@link Long#MAX_VALUE} for none
 * @param folder where input files are looked up
 * @param oracle whether the oracle bound is told
 * @param mode how accesses are made
 */
public record Experiment(
    String name,
    MachineSpec machine,
    List<WorkloadSetting> workloads,
    List<PluginSetting> sources,
    List<PluginSetting> policies,
    @Nullable PluginSetting engine,
    long seed,
    List<ScriptedChange> changes,
    long limitNs,
    Path folder,
    OracleSetting oracle,
    AccessMode mode) {

  /** Copies the lists. */
  public Experiment {
    if (workloads.isEmpty()) {
      throw new IllegalArgumentException("an experiment without a workload");
    }
    workloads = List.copyOf(workloads);
    sources = List.copyOf(sources);
    policies = List.copyOf(policies);
    changes = List.copyOf(changes);
  }

  /**
   * An experiment with one workload, which starts at once, whose runs do not tell the oracle bound.
   *
   * @param name for tables
   * @param machine the machine
   * @param workload the workload and its knobs
   * @param scanScale {@code PR_SET_PTE_A_SCAN_SCALE} of its processes, −1 for never set
   * @param sources hotness sources
   * @param policies policies in order of precedence
   * @param engine the copy engine, null for none
   * @param seed what all random streams are split from
   * @param changes what is exchanged, in order of time
   * @param limitNs the run ends at this simulated time at the latest
   * @param folder where input files are looked up
   */
  public Experiment(
      String name,
      MachineSpec machine,
      PluginSetting workload,
      int scanScale,
      List<PluginSetting> sources,
      List<PluginSetting> policies,
      @Nullable PluginSetting engine,
      long seed,
      List<ScriptedChange> changes,
      long limitNs,
      Path folder) {
    this(
        name,
        machine,
        workload,
        scanScale,
        sources,
        policies,
        engine,
        seed,
        changes,
        limitNs,
        folder,
        OracleSetting.NONE);
  }

  /**
   * An experiment with one workload, which starts at once.
   *
   * @param name for tables
   * @param machine the machine
   * @param workload the workload and its knobs
   * @param scanScale {@code PR_SET_PTE_A_SCAN_SCALE} of its processes, −1 for never set
   * @param sources hotness sources
   * @param policies policies in order of precedence
   * @param engine the copy engine, null for none
   * @param seed what all random streams are split from
   * @param changes what is exchanged, in order of time
   * @param limitNs the run ends at this simulated time at the latest
   * @param folder where input files are looked up
   * @param oracle whether the oracle bound is told
   */
  public Experiment(
      String name,
      MachineSpec machine,
      PluginSetting workload,
      int scanScale,
      List<PluginSetting> sources,
      List<PluginSetting> policies,
      @Nullable PluginSetting engine,
      long seed,
      List<ScriptedChange> changes,
      long limitNs,
      Path folder,
      OracleSetting oracle) {
    this(
        name,
        machine,
        List.of(new WorkloadSetting(workload, scanScale, 0)),
        sources,
        policies,
        engine,
        seed,
        changes,
        limitNs,
        folder,
        oracle,
        AccessMode.EXACT);
  }

  /**
   * The same experiment with another mode of access.
   *
   * @param other the mode
   * @return a copy
   */
  public Experiment withMode(AccessMode other) {
    return new Experiment(
        name, machine, workloads, sources, policies, engine, seed, changes, limitNs, folder, oracle,
        other);
  }

  /**
   * The same experiment with another setting of the oracle bound.
   *
   * @param other the setting
   * @return a copy
   */
  public Experiment withOracle(OracleSetting other) {
    return new Experiment(
        name, machine, workloads, sources, policies, engine, seed, changes, limitNs, folder, other,
        mode);
  }

  /**
   * The same workload on the same machine under one policy, without sources, swaps and bound.
   *
   * @param policy the policy
   * @return a copy
   */
  public Experiment under(PluginSetting policy) {
    return new Experiment(
        name,
        machine,
        workloads,
        List.of(),
        List.of(policy),
        engine,
        seed,
        List.of(),
        limitNs,
        folder,
        OracleSetting.NONE,
        mode);
  }

  /**
   * The same experiment with another seed.
   *
   * @param other the seed
   * @return a copy
   */
  public Experiment withSeed(long other) {
    return new Experiment(
        name, machine, workloads, sources, policies, engine, other, changes, limitNs, folder,
        oracle, mode);
  }

  /**
   * The same experiment with its input files elsewhere.
   *
   * @param other where they are looked up
   * @return a copy
   */
  public Experiment inFolder(Path other) {
    return new Experiment(
        name, machine, workloads, sources, policies, engine, seed, changes, limitNs, other, oracle,
        mode);
  }

  /**
   * The same experiment with another script.
   *
   * @param others changes in order
   * @return a copy
   */
  public Experiment withChanges(List<ScriptedChange> others) {
    return new Experiment(
        name, machine, workloads, sources, policies, engine, seed, others, limitNs, folder, oracle,
        mode);
  }
}
