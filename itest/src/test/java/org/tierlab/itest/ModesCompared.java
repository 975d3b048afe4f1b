package org.tierlab.itest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.IntFunction;
import java.util.function.ToDoubleFunction;
import org.tierlab.engine.kernel.component.KernelComponent;
import org.tierlab.policy.damos.component.DamosComponent;
import org.tierlab.policy.demotion.component.DemotionComponent;
import org.tierlab.policy.homenode.component.HomeNodeComponent;
import org.tierlab.policy.hotstore.component.HotStoreComponent;
import org.tierlab.policy.moron.component.MoronComponent;
import org.tierlab.policy.numabalancing.component.NumaBalancingComponent;
import org.tierlab.policy.promoteonaccess.component.PromoteOnAccessComponent;
import org.tierlab.policy.tpp.component.TppComponent;
import org.tierlab.sim.Simulation;
import org.tierlab.sim.experiment.AccessMode;
import org.tierlab.sim.experiment.Experiment;
import org.tierlab.sim.plugin.SuppliedPlugins;
import org.tierlab.sim.result.RunResult;
import org.tierlab.source.abit.component.AbitComponent;
import org.tierlab.source.chmu.component.ChmuComponent;
import org.tierlab.source.damon.component.DamonComponent;
import org.tierlab.source.lruscan.component.LruScanComponent;
import org.tierlab.source.numab.component.BalanceNumaComponent;
import org.tierlab.source.numab.component.NumabComponent;
import org.tierlab.source.sampling.component.SamplingComponent;
import org.tierlab.workload.abench.component.AbenchComponent;
import org.tierlab.workload.autonuma.component.AutonumaComponent;
import org.tierlab.workload.kv.component.KvComponent;
import org.tierlab.workload.statics.component.StaticComponent;
import org.tierlab.workload.stress.component.StressComponent;

/** Figures of runs in both modes and how far their means are apart. */
final class ModesCompared {
  /** Student's t for 95 % and 9 degrees of freedom; it is less for more. */
  private static final double T95 = 2.262;

  /** Promotions and faults; those that an experiment does not have are not compared. */
  private static final List<String> COUNTS =
      List.of(
          "pgpromote_success",
          "pgmigrate_success",
          "numa_pages_migrated",
          "numa_hint_faults",
          "pgfault");

  /**
   * A figure of both modes.
   *
   * @param name what it is
   * @param exact mean of exact mode
   * @param drawn mean of statistical mode
   * @param half half the width of the 95 % interval of the difference
   * @param allowed how far from 0 the interval may reach
   */
  record Figure(String name, double exact, double drawn, double half, double allowed) {
    boolean agrees() {
      return Math.abs(drawn - exact) + half <= allowed;
    }

    /** Whether more seeds may tell. */
    boolean isOpen() {
      return !agrees() && Math.abs(drawn - exact) - half <= allowed;
    }

    @Override
    public String toString() {
      double unit = exact == 0 ? 1 : exact / 100;
      return String.format(
          Locale.ROOT,
          "%-20s %14.1f %14.1f  %+8.3f ± %.3f %s  %s",
          name,
          exact,
          drawn,
          (drawn - exact) / unit,
          half / unit,
          exact == 0 ? " " : "%",
          agrees() ? "agrees" : "DIFFERS");
    }
  }

  private ModesCompared() {}

  static RunResult run(Experiment experiment) throws IOException {
    SuppliedPlugins plugins =
        new SuppliedPlugins()
            .add(AbenchComponent::new)
            .add(KvComponent::new)
            .add(AutonumaComponent::new)
            .add(StressComponent::new)
            .add(StaticComponent::new)
            .add(AbitComponent::new)
            .add(NumabComponent::new)
            .add(BalanceNumaComponent::new)
            .add(MoronComponent::new)
            .add(PromoteOnAccessComponent::new)
            .add(NumaBalancingComponent::new)
            .add(DamonComponent::new)
            .add(DamosComponent::new)
            .add(LruScanComponent::new)
            .add(SamplingComponent::new)
            .add(ChmuComponent::new)
            .add(HotStoreComponent::new)
            .add(DemotionComponent::new)
            .add(TppComponent::new)
            .add(HomeNodeComponent::new)
            .add(KernelComponent::new);
    RunResult result = Simulation.of(experiment, plugins).run();
    assertThat(result.invariants()).isEqualTo("ok");
    assertThat(result.quarantined()).isEmpty();
    return result;
  }

  private static List<RunResult> runs(
      IntFunction<Experiment> experiment, AccessMode mode, int seeds) throws IOException {
    List<RunResult> results = new ArrayList<>();
    for (int seed = 1; seed <= seeds; seed++) {
      results.add(run(experiment.apply(seed).withMode(mode).withSeed(seed)));
    }
    return results;
  }

  /**
   * Runs both modes.
   *
   * @param experiment what to run
   * @param seeds how often
   * @return run time, shares of nodes, and the counts that occur
   */
  static List<Figure> compare(Experiment experiment, int seeds) throws IOException {
    return compare(seed -> experiment, seeds);
  }

  /**
   * Runs both modes.
   *
   * @param experiment what to run by seed, from 1 on
   * @param seeds how often
   * @return run time, shares of nodes, and the counts that occur
   */
  static List<Figure> compare(IntFunction<Experiment> experiment, int seeds) throws IOException {
    List<RunResult> exact = runs(experiment, AccessMode.EXACT, seeds);
    List<RunResult> drawn = runs(experiment, AccessMode.STATISTICAL, seeds);
    List<Figure> figures = new ArrayList<>();
    // The time in microseconds is no small count.
    figures.add(figure("run time, us", exact, drawn, result -> result.runtimeNs() / 1e3));
    for (int node = 0; node < experiment.apply(1).machine().nodes().size(); node++) {
      int its = node;
      figures.add(
          share(
              figure(
                  "share of node " + node + ", %",
                  exact,
                  drawn,
                  r -> 100 * r.nodes().get(its).accessShare())));
    }
    for (String count : COUNTS) {
      Figure figure = figure(count, exact, drawn, r -> r.vmstat().getOrDefault(count, 0L));
      if (figure.exact > 0 || figure.drawn > 0) {
        figures.add(figure);
      }
    }
    return figures;
  }

  /** Within 1 %, or 3 for small counts. Runs with the same seed are paired. */
  private static Figure figure(
      String name,
      List<RunResult> exact,
      List<RunResult> drawn,
      ToDoubleFunction<RunResult> figure) {
    double[] one = exact.stream().mapToDouble(figure).toArray();
    double[] other = drawn.stream().mapToDouble(figure).toArray();
    double[] differences = new double[one.length];
    for (int i = 0; i < one.length; i++) {
      differences[i] = other[i] - one[i];
    }
    double half = T95 * Math.sqrt(variance(differences) / one.length);
    double mean = mean(one);
    return new Figure(name, mean, mean(other), half, mean < 300 ? 3 : 0.01 * mean);
  }

  /** A share lies within a hundredth of all accesses. */
  private static Figure share(Figure figure) {
    return new Figure(figure.name, figure.exact, figure.drawn, figure.half, 1);
  }

  private static double mean(double[] values) {
    return Arrays.stream(values).average().orElseThrow();
  }

  private static double variance(double[] values) {
    double mean = mean(values);
    double sum = 0;
    for (double value : values) {
      sum += (value - mean) * (value - mean);
    }
    return sum / (values.length - 1);
  }
}
