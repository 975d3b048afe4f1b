package org.tierlab.sim.tape;

import java.util.ArrayList;
import java.util.List;
import org.tierlab.sim.ledger.Ledger;
import org.tierlab.sim.machine.Machine;
import org.tierlab.sim.memory.AddressSpace;
import org.tierlab.sim.recording.Recording;
import org.tierlab.sim.recording.RecordingSetting;

/**
 * Records one run. The run's thread feeds it between two steps; any thread may read it.
 *
 * <p>It schedules no events and draws no numbers of the run's: steps, results and hash are the same
 * with and without it.
 */
public final class Tape {
  private final RecordingSetting setting;
  private final Ledger ledger;
  private final Machine machine;
  private final HeatCounter heat;
  private final List<Sample> samples = new ArrayList<>();
  private List<String> names = List.of();
  private long intervalPs;
  private long sampleAtPs;
  private long lookAtPs;

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
   * Makes a tape for a run whose processes have not started.
   *
   * @param setting how much it holds
   * @param ledger what the run counts
   * @param machine its nodes
   */
  public Tape(RecordingSetting setting, Ledger ledger, Machine machine) {
    this.setting = setting;
    this.ledger = ledger;
    this.machine = machine;
    heat = new HeatCounter(setting, machine.nodes());
    intervalPs = setting.intervalNs() * 1000;
  }

  /**
   * Where the access path tells of accesses.
   *
   * @return for the access path
   */
  public AccessObserver observer() {
    return heat;
  }

  /**
   * A process has been mapped and not yet populated.
   *
   * @param mm its address space
   */
  public void started(AddressSpace mm) {
    heat.started(mm);
    mm.watch(heat);
  }

  /**
   * The state at a safe point. To be told at the beginning and after every step.
   *
   * @param nowPs simulated time
   */
  public void at(long nowPs) {
    if (nowPs >= lookAtPs) {
      look(nowPs);
    }
  }

  /**
   * When the state is recorded next.
   *
   * @return simulated time
   */
  public long nextPs() {
    return lookAtPs;
  }

  private synchronized void look(long nowPs) {
    if (nowPs >= heat.dueAtPs()) {
      heat.close(nowPs, accesses());
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
    lookAtPs = Math.min(sampleAtPs, heat.dueAtPs());
  }

  /**
   * The run has ended and its counters are final.
   *
   * @param nowPs simulated time
   */
  public synchronized void finish(long nowPs) {
    heat.finish(nowPs, accesses());
    Sample last = samples.isEmpty() ? null : samples.get(samples.size() - 1);
    if (last != null && last.atPs == nowPs) {
      samples.remove(samples.size() - 1);
    }
    sample(nowPs);
  }

  private long accesses() {
    long sum = 0;
    for (int node = 0; node < machine.nodes(); node++) {
      sum += machine.node(node).accesses();
    }
    return sum;
  }

  private void sample(long nowPs) {
    double[] factors = new double[machine.nodes()];
    for (int node = 0; node < factors.length; node++) {
      factors[node] = machine.node(node).loadFactor();
    }
    samples.add(new Sample(nowPs, ledger.values(), factors));
    if (ledger.size() != names.size()) {
      names = ledger.names();
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
   * @return a copy
   */
  public synchronized Recording recording() {
    int count = samples.size();
    long[] at = new long[count];
    long[][] values = new long[count][];
    double[][] factors = new double[count][];
    for (int i = 0; i < count; i++) {
      at[i] = samples.get(i).atPs / 1000;
      values[i] = samples.get(i).values;
      factors[i] = samples.get(i).loadFactors;
    }
    return new Recording(intervalPs / 1000, at, names, values, factors, heat.map());
  }
}
