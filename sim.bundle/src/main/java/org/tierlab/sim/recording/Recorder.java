package org.tierlab.sim.recording;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tierlab.sim.ledger.Ledger;
import org.tierlab.sim.machine.Machine;
import org.tierlab.sim.memory.AddressSpace;
import org.tierlab.sim.task.AccessObserver;

/**
 * Records one run. The run's thread feeds it between two steps; any thread may read it.
 *
 * <p>It schedules no events and draws no numbers of the run's: steps, results and hash are the same
 * with and without it.
 */
public final class Recorder {
  private final RecordingSetting setting;
  private final List<Sample> samples = new ArrayList<>();
  private @Nullable HeatCounter heat;
  private @Nullable Ledger ledger;
  private @Nullable Machine machine;
  private List<String> names = List.of();
  private long intervalPs;
  private long sampleAtPs;
  private long lookAtPs;

  private final boolean idle;

  private static final class Sample {
    final long atPs;
    final long[] values;
    final double[] loadFactors;

    Sample(long atPs, long[] values, double[] loadFactors) {
      this.atPs = atPs;
      this.values = values;
      this.loadFactors = loadFactors;
    }
  }

  /**
   * Makes a recorder for one run.
   *
   * @param setting how much it holds
   */
  public Recorder(RecordingSetting setting) {
    this(setting, false);
  }

  private Recorder(RecordingSetting setting, boolean idle) {
    this.setting = setting;
    this.idle = idle;
    intervalPs = setting.intervalNs() * 1000;
  }

  /**
   * One that records nothing.
   *
   * @return a new one
   */
  public static Recorder none() {
    return new Recorder(RecordingSetting.automatic(), true);
  }

  /**
   * The run is about to begin; no process has started. Called by the run.
   *
   * @param counters what it counts
   * @param nodes its nodes
   */
  public synchronized void begin(Ledger counters, Machine nodes) {
    if (ledger != null) {
      throw new IllegalStateException("a recorder records one run");
    }
    if (idle) {
      lookAtPs = Long.MAX_VALUE;
      return;
    }
    ledger = counters;
    machine = nodes;
    heat = new HeatCounter(setting, nodes.nodes());
  }

  /**
   * Where the access path tells of accesses.
   *
   * @return null before the run begins
   */
  public @Nullable AccessObserver sampler() {
    return heat;
  }

  /**
   * A process has been mapped and not yet populated. Called by the run.
   *
   * @param mm its address space
   */
  public void started(AddressSpace mm) {
    HeatCounter counter = heat;
    if (counter != null) {
      counter.started(mm);
      mm.watch(counter);
    }
  }

  /**
   * The state at a safe point. Called by the run, at its beginning and after every step.
   *
   * @param nowPs simulated time
   */
  public void at(long nowPs) {
    if (nowPs >= lookAtPs) {
      look(nowPs);
    }
  }

  private synchronized void look(long nowPs) {
    HeatCounter counter = heat;
    if (counter == null) {
      return;
    }
    if (nowPs >= counter.dueAtPs()) {
      counter.close(nowPs, accesses());
    }
    if (nowPs >= sampleAtPs) {
      if (samples.size() == setting.maxSamples()) {
        halve();
      }
      if (nowPs >= sampleAtPs) {
        sample(nowPs);
        sampleAtPs = nowPs - nowPs % intervalPs + intervalPs;
      }
    }
    lookAtPs = Math.min(sampleAtPs, counter.dueAtPs());
  }

  /**
   * The run has ended and its counters are final. Called by the run.
   *
   * @param nowPs simulated time
   */
  public synchronized void finish(long nowPs) {
    HeatCounter counter = heat;
    if (counter != null) {
      counter.finish(nowPs, accesses());
      Sample last = samples.isEmpty() ? null : samples.get(samples.size() - 1);
      if (last != null && last.atPs == nowPs) {
        samples.remove(samples.size() - 1);
      }
      sample(nowPs);
    }
  }

  private long accesses() {
    Machine present = machine;
    long sum = 0;
    for (int node = 0; present != null && node < present.nodes(); node++) {
      sum += present.node(node).accesses();
    }
    return sum;
  }

  private void sample(long nowPs) {
    Ledger counters = ledger;
    Machine present = machine;
    if (counters == null || present == null) {
      return;
    }
    double[] factors = new double[present.nodes()];
    for (int node = 0; node < factors.length; node++) {
      factors[node] = present.node(node).loadFactor();
    }
    samples.add(new Sample(nowPs, counters.values(), factors));
    if (counters.size() != names.size()) {
      names = counters.names();
    }
  }

  /** Drops every other sample. */
  private void halve() {
    for (int i = 0; i < samples.size() / 2; i++) {
      samples.set(i, samples.get(2 * i));
    }
    samples.subList(samples.size() / 2, samples.size()).clear();
    intervalPs *= 2;
    Sample last = samples.get(samples.size() - 1);
    sampleAtPs = last.atPs - last.atPs % intervalPs + intervalPs;
  }

  /**
   * What has been recorded so far.
   *
   * @return empty before the run has begun
   */
  public synchronized Recording recording() {
    HeatCounter counter = heat;
    if (counter == null) {
      return Recording.EMPTY;
    }
    int count = samples.size();
    long[] at = new long[count];
    long[][] values = new long[count][];
    double[][] factors = new double[count][];
    for (int i = 0; i < count; i++) {
      at[i] = samples.get(i).atPs / 1000;
      values[i] = samples.get(i).values;
      factors[i] = samples.get(i).loadFactors;
    }
    return new Recording(intervalPs / 1000, at, names, values, factors, counter.map());
  }
}
