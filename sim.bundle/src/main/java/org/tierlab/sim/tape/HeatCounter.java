package org.tierlab.sim.tape;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.tierlab.api.workload.Access;
import org.tierlab.sim.law.PageShares;
import org.tierlab.sim.memory.AddressSpace;
import org.tierlab.sim.memory.ResidencyListener;
import org.tierlab.sim.recording.HeatMap;
import org.tierlab.sim.recording.RecordingSetting;

/**
 * Counts accesses by address range and time.
 *
 * <p>Of accesses that are made one by one it looks at one in {@link #MEAN_GAP} on average. The gaps
 * are random, so that no stride of a workload hides from it; they come from a generator of its own,
 * so that nothing else of the run depends on them. Of accesses that are drawn many at a time it
 * takes what the law expects. A closed time bin is scaled to the exact number of its accesses: what
 * is estimated is only how they are spread. A range with <i>n</i> sampled accesses has a standard
 * error of about 1/√<i>n</i>.
 *
 * <p>Used by the run's thread alone, closed bins excepted.
 */
final class HeatCounter implements AccessObserver, ResidencyListener {
  /** Accesses to one that is looked at, on average. */
  static final int MEAN_GAP = 256;

  private static final int GAP_MASK = 2 * MEAN_GAP - 1;

  /** Accesses of one law since the bin began. */
  private static final class Drawn {
    final int mm;
    final PageShares shares;
    long count;

    Drawn(int mm, PageShares shares) {
      this.mm = mm;
      this.shares = shares;
    }
  }

  private final int nodes;
  private final int maxColumns;
  private final HeatRows rows;
  private final List<AddressSpace> mms = new ArrayList<>();
  private final List<Drawn> drawn = new ArrayList<>();
  private final List<double[]> accesses = new ArrayList<>();

  /** By bin: pages by row and node, node fastest. */
  private final List<int[]> pages = new ArrayList<>();

  private long[] sampled;
  private int[] resident;
  private long columnPs = RecordingSetting.STEP_NS * 1000;
  private long closedPs;
  private long accessesBefore;
  private long random = 0x9E3779B97F4A7C15L;
  private int untilNext = MEAN_GAP;

  HeatCounter(RecordingSetting setting, int nodes) {
    this.nodes = nodes;
    maxColumns = setting.heatColumns();
    rows = new HeatRows(setting.heatRows());
    sampled = new long[setting.heatRows()];
    resident = new int[setting.heatRows() * nodes];
  }

  /** A process has started: it gets rows. */
  synchronized void started(AddressSpace mm) {
    while (rows.mustDouble(mm.pages())) {
      fold(rows.doubled());
    }
    rows.add(mm);
    mms.add(mm);
  }

  private void fold(int[] map) {
    accesses.replaceAll(column -> foldCounts(column, map));
    pages.replaceAll(column -> foldPages(column, map));
    long[] folded = new long[sampled.length];
    for (int row = 0; row < map.length; row++) {
      folded[map[row]] += sampled[row];
    }
    sampled = folded;
    resident = foldPages(resident, map);
  }

  private static double[] foldCounts(double[] column, int[] map) {
    double[] folded = new double[column.length];
    for (int row = 0; row < map.length; row++) {
      folded[map[row]] += column[row];
    }
    return folded;
  }

  private int[] foldPages(int[] column, int[] map) {
    int[] folded = new int[column.length];
    for (int row = 0; row < map.length; row++) {
      for (int node = 0; node < nodes; node++) {
        folded[map[row] * nodes + node] += column[row * nodes + node];
      }
    }
    return folded;
  }

  @Override
  public void served(int mm, long[] packed, int from, int to) {
    int i = from + untilNext;
    while (i < to) {
      sampled[rows.of(mm, packed[i] >>> Access.PAGE_SHIFT)]++;
      i += nextGap();
    }
    untilNext = i - to;
  }

  /** Uniform from 1 to twice the mean less 1 (xorshift, Marsaglia 2003). */
  private int nextGap() {
    random ^= random << 13;
    random ^= random >>> 7;
    random ^= random << 17;
    return Math.max(1, (int) (random >>> 32) & GAP_MASK);
  }

  @Override
  public void drawn(int mm, PageShares shares, long count) {
    for (int i = 0; i < drawn.size(); i++) {
      Drawn one = drawn.get(i);
      if (one.shares == shares) {
        one.count += count;
        return;
      }
    }
    Drawn fresh = new Drawn(mm, shares);
    fresh.count = count;
    drawn.add(fresh);
  }

  @Override
  public void moved(int mm, long page, int from, int to, int folioPages) {
    long end = page + folioPages;
    for (long first = page; first < end; first += rows.pages()) {
      int held = (int) Math.min(rows.pages(), end - first);
      int row = rows.of(mm, first) * nodes;
      if (from != NOWHERE) {
        resident[row + from] -= held;
      }
      if (to != NOWHERE) {
        resident[row + to] += held;
      }
    }
  }

  /** When the present bin is full. */
  long dueAtPs() {
    return closedPs + columnPs;
  }

  /** Closes the present bin; a step has ended at or after its end. */
  synchronized void close(long nowPs, long accessesSoFar) {
    if (accesses.size() == maxColumns) {
      halve();
      if (nowPs < dueAtPs()) {
        return;
      }
    }
    append(accessesSoFar);
    closedPs = nowPs - nowPs % columnPs;
  }

  /** Closes the last bin, however short. */
  synchronized void finish(long nowPs, long accessesSoFar) {
    if (nowPs > closedPs) {
      if (accesses.size() == maxColumns) {
        halve();
      }
      append(accessesSoFar);
    }
    closedPs = nowPs;
  }

  private void append(long accessesSoFar) {
    double[] column = spread(accessesSoFar - accessesBefore);
    accessesBefore = accessesSoFar;
    accesses.add(column);
    pages.add(resident.clone());
  }

  private double[] spread(long exact) {
    double[] column = new double[sampled.length];
    double sum = 0;
    for (int row = 0; row < column.length; row++) {
      column[row] = (double) sampled[row] * MEAN_GAP;
      sum += column[row];
    }
    Arrays.fill(sampled, 0);
    for (Drawn one : drawn) {
      sum += one.count;
      spread(one, column);
      one.count = 0;
      one.shares.shown();
    }
    double scale = sum == 0 ? 0 : exact / sum;
    for (int row = 0; row < column.length; row++) {
      column[row] *= scale;
    }
    return column;
  }

  private void spread(Drawn one, double[] column) {
    if (one.count == 0) {
      return;
    }
    for (AddressSpace mm : mms) {
      if (mm.id() == one.mm) {
        long perRow = rows.pages();
        int count = rows.count(mm);
        for (int i = 0; i < count; i++) {
          long from = count == 1 ? 0 : i * perRow;
          long to = count == 1 ? mm.pages() : Math.min(mm.pages(), from + perRow);
          column[rows.first(one.mm) + i] += one.count * one.shares.share(from, to);
        }
      }
    }
  }

  /** Joins the bins by twos. */
  private void halve() {
    for (int i = 0; i < maxColumns / 2; i++) {
      double[] sum = accesses.get(2 * i).clone();
      double[] second = accesses.get(2 * i + 1);
      for (int row = 0; row < sum.length; row++) {
        sum[row] += second[row];
      }
      accesses.set(i, sum);
      pages.set(i, pages.get(2 * i + 1));
    }
    accesses.subList(maxColumns / 2, maxColumns).clear();
    pages.subList(maxColumns / 2, maxColumns).clear();
    columnPs *= 2;
  }

  /** The closed bins. May be called from any thread. */
  synchronized HeatMap map() {
    int size = rows.size();
    double[][] counts = new double[accesses.size()][];
    int[][][] held = new int[accesses.size()][][];
    for (int i = 0; i < counts.length; i++) {
      counts[i] = Arrays.copyOf(accesses.get(i), size);
      held[i] = new int[size][];
      for (int row = 0; row < size; row++) {
        held[i][row] = Arrays.copyOfRange(pages.get(i), row * nodes, (row + 1) * nodes);
      }
    }
    return new HeatMap(columnPs / 1000, closedPs / 1000, rows.describe(), counts, held);
  }
}
