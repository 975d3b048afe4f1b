package org.tierlab.sim.recording;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A run's counters over time. Immutable; the arrays that it gives out belong to it and are not to
 * be written.
 */
public final class Recording {
  /** Of a run that was not recorded. */
  public static final Recording EMPTY =
      new Recording(
          RecordingSetting.STEP_NS,
          new long[0],
          List.of(),
          new long[0][],
          new double[0][],
          HeatMap.EMPTY);

  private final long intervalNs;
  private final long[] atNs;
  private final List<String> names;
  private final long[][] values;
  private final double[][] loadFactors;
  private final HeatMap heat;

  /**
   * Makes a recording. The arrays are not copied.
   *
   * @param intervalNs simulated time between two samples
   * @param atNs when each sample was taken
   * @param names of the counters
   * @param values by sample and counter
   * @param loadFactors by sample and node
   * @param heat where the accesses went
   */
  public Recording(
      long intervalNs,
      long[] atNs,
      List<String> names,
      long[][] values,
      double[][] loadFactors,
      HeatMap heat) {
    this.intervalNs = intervalNs;
    this.atNs = atNs;
    this.names = names;
    this.values = values;
    this.loadFactors = loadFactors;
    this.heat = heat;
  }

  /**
   * The same recording with fewer samples: every second, every fourth and so on, and the last.
   * Later states of a run keep the samples that earlier ones kept, until they are every other one.
   *
   * @param most how many samples it may keep, at least 2
   * @return this if it has no more
   */
  public Recording thinned(int most) {
    if (samples() <= most) {
      return this;
    }
    int stride = 2;
    while ((samples() - 2) / stride + 2 > most) {
      stride *= 2;
    }
    int kept = (samples() - 2) / stride + 2;
    long[] at = new long[kept];
    long[][] fewer = new long[kept][];
    double[][] factors = new double[kept][];
    for (int i = 0; i < kept; i++) {
      int from = i == kept - 1 ? samples() - 1 : i * stride;
      at[i] = atNs[from];
      fewer[i] = values[from];
      factors[i] = loadFactors[from];
    }
    return new Recording(intervalNs * stride, at, names, fewer, factors, heat);
  }

  /**
   * Simulated time between two samples; the last one may follow sooner.
   *
   * @return nanoseconds
   */
  public long intervalNs() {
    return intervalNs;
  }

  /**
   * When a sample was taken.
   *
   * @param sample which sample
   * @return simulated nanoseconds
   */
  public long atNs(int sample) {
    return atNs[sample];
  }

  /**
   * The counters, {@code section/name}.
   *
   * @return names by index
   */
  public List<String> names() {
    return names;
  }

  /**
   * How much longer than idle an access to a node took.
   *
   * @param sample which sample
   * @param node which node
   * @return at least 1
   */
  public double loadFactor(int sample, int node) {
    return loadFactors[sample][node];
  }

  /**
   * How many nodes there are.
   *
   * @return 0 without samples
   */
  public int nodes() {
    return loadFactors.length == 0 ? 0 : loadFactors[0].length;
  }

  /**
   * Where the accesses went.
   *
   * @return a map of the time that has been closed
   */
  public HeatMap heat() {
    return heat;
  }

  /**
   * How many samples there are.
   *
   * @return a count
   */
  public int samples() {
    return atNs.length;
  }

  /**
   * One value.
   *
   * @param sample which sample
   * @param counter index of its name
   * @return 0 before the counter came up
   */
  public long value(int sample, int counter) {
    long[] row = values[sample];
    return counter < row.length ? row[counter] : 0;
  }

  /**
   * A counter over time.
   *
   * @param counter index of its name
   * @return a value a sample
   */
  public long[] column(int counter) {
    long[] column = new long[samples()];
    for (int i = 0; i < column.length; i++) {
      column[i] = value(i, counter);
    }
    return column;
  }

  /**
   * The counters of a section: {@code vmstat}, {@code cpu_ps} (by payer), {@code node_accesses},
   * {@code node_copy_bytes}, {@code node_free} (by node), {@code resident} (by process and node),
   * {@code task_accesses} (by task), {@code plugin} (by kind, name and what was counted), {@code
   * moved} and {@code device_ps}.
   *
   * @param section its name
   * @return indices by name within the section, in order of name
   */
  public Map<String, Integer> section(String section) {
    Map<String, Integer> found = new TreeMap<>();
    String prefix = section + '/';
    for (int i = 0; i < names.size(); i++) {
      if (names.get(i).startsWith(prefix)) {
        found.put(names.get(i).substring(prefix.length()), i);
      }
    }
    return found;
  }
}
