package org.tierlab.command.experiment;

import java.util.ArrayList;
import java.util.List;
import org.tierlab.sim.experiment.Experiment;
import org.tierlab.sim.experiment.OracleSetting;
import org.tierlab.sim.experiment.PluginSetting;

/**
 * An experiment and how often it is run.
 *
 * @param experiment with the first run's seed
 * @param runs how many runs; each further one has the next seed
 */
public record ExperimentPlan(Experiment experiment, int runs) {
  /**
   * The experiment of every run.
   *
   * @return in order of seed
   */
  public List<Experiment> seeded() {
    List<Experiment> seeded = new ArrayList<>();
    for (int run = 0; run < runs; run++) {
      seeded.add(experiment.withSeed(experiment.seed() + run));
    }
    return seeded;
  }

  /**
   * The same experiment with another number of runs.
   *
   * @param number how many
   * @return a copy
   */
  public ExperimentPlan withRuns(int number) {
    return new ExperimentPlan(experiment, number);
  }

  /**
   * The same experiment with another first seed.
   *
   * @param seed the seed
   * @return a copy
   */
  public ExperimentPlan withSeed(long seed) {
    return new ExperimentPlan(experiment.withSeed(seed), runs);
  }

  /**
   * The same workload on the same machine under one policy, without sources and swaps.
   *
   * @param policy its name
   * @return a copy
   */
  public ExperimentPlan under(String policy) {
    return new ExperimentPlan(experiment.under(PluginSetting.of(policy)), runs);
  }

  /**
   * The same experiment with the oracle bound or without.
   *
   * @param when whether it is told
   * @return a copy
   */
  public ExperimentPlan withOracle(OracleSetting.When when) {
    OracleSetting oracle = new OracleSetting(when, experiment.oracle().epochAccesses());
    return new ExperimentPlan(experiment.withOracle(oracle), runs);
  }
}
