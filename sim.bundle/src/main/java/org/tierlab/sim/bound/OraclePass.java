package org.tierlab.sim.bound;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tierlab.api.memory.AddressSpaceView;

/**
 * The run time below which no run with the same accesses, epochs and arrivals can be: the best
 * placement of each epoch, with knowledge of all its accesses and moves at no cost.
 *
 * <p>Let <i>C</i> be the pages of the fast tier and <i>A</i> those that came to it during an epoch,
 * by promotion or first touch. Whatever was fast at some moment of the epoch was fast at its start
 * or came during it, so that at most <i>C</i> + <i>A</i> different pages have served accesses fast.
 * The accesses that they served are at most those of the <i>C</i> + <i>A</i> pages accessed most.
 * All others cost the idle latency of the next tier. The same holds for every further tier and all
 * faster ones together, and for folios in place of pages.
 *
 * <p>From the time of accesses follows a bound of the run time in two ways, of which the greater
 * counts: each task by itself, as if the others left all fast memory to it; and all of them
 * together, spread evenly over as many CPUs as they can use at once.
 *
 * <p>A second instance of the workload is read, epoch by epoch of the first; the work is that of
 * one access to a page counter per access, and linear in the folios accessed per epoch.
 */
public final class OraclePass {
  /** Pages that are counted at most: 512 GiB, at 4 bytes a page, 12 with several tasks. */
  public static final long MAX_PAGES = 1L << 27;

  private final EpochMarks marks;
  private final long[] capacity;
  private final int cpus;
  private final long roundingPs;
  private final TaskReader[] readers;
  private final Map<AddressSpaceView, PageCounts> counts = new LinkedHashMap<>();
  private final Map<AddressSpaceView, Sum> sums = new LinkedHashMap<>();
  private final long[] ownPs;
  private final TopShare folios = new TopShare();
  private final TopShare[] all;
  private final int thresholds;

  /** What the folios of an address space are worth to all tasks in one epoch, by threshold. */
  private static final class Sum {
    private final long[][] worth;
    private int[] heads = new int[1024];
    private byte[] orders = new byte[1024];
    private int size;

    Sum(int thresholds, long pages) {
      worth = new long[thresholds][(int) pages];
    }

    void add(int head, int order, int accesses, long[] latencyPs) {
      boolean first = true;
      for (int k = 0; k < worth.length; k++) {
        first &= worth[k][head] == 0;
        worth[k][head] += accesses * (latencyPs[k + 1] - latencyPs[k]);
      }
      if (first) {
        if (size == heads.length) {
          heads = Arrays.copyOf(heads, 2 * size);
          orders = Arrays.copyOf(orders, 2 * size);
        }
        heads[size] = head;
        orders[size++] = (byte) order;
      }
    }

    void drain(TopShare[] into) {
      for (int i = 0; i < size; i++) {
        for (int k = 0; k < worth.length; k++) {
          into[k].add(worth[k][heads[i]], orders[i]);
          worth[k][heads[i]] = 0;
        }
      }
      size = 0;
    }
  }

  /**
   * Prepares the pass.
   *
   * @param tasks those that the run waited for, at least one
   * @param marks the epochs of the run
   * @param capacity pages of tier 0, of tiers 0 and 1, and so on, all tiers but the slowest
   * @param cpus CPUs of the machine
   * @param roundingPs by how much a run may end before its CPU time has passed on a machine with
   *     more tasks than CPUs: the length of a step, picoseconds
   * @throws BoundUnavailableException if the memory is too large to be counted
   */
  public OraclePass(
      List<BoundTask> tasks, EpochMarks marks, long[] capacity, int cpus, long roundingPs)
      throws BoundUnavailableException {
    this.marks = marks;
    this.capacity = capacity.clone();
    this.cpus = cpus;
    this.roundingPs = roundingPs;
    thresholds = capacity.length;
    readers = tasks.stream().map(TaskReader::new).toArray(TaskReader[]::new);
    ownPs = new long[readers.length];
    all = new TopShare[thresholds];
    Arrays.setAll(all, k -> new TopShare());
    long pages = 0;
    for (TaskReader reader : readers) {
      pages += counts.containsKey(reader.mm()) ? 0 : reader.mm().pages();
      if (pages > MAX_PAGES) {
        throw new BoundUnavailableException(
            "the workload maps more than " + MAX_PAGES + " pages, more than are counted");
      }
      counts.computeIfAbsent(reader.mm(), PageCounts::new);
      if (readers.length > 1) {
        sums.computeIfAbsent(reader.mm(), mm -> new Sum(thresholds, mm.pages()));
      }
    }
  }

  /**
   * Reads all accesses.
   *
   * @return the bound, picoseconds
   * @throws BoundUnavailableException if the workload gives other accesses than in the run
   */
  public long runtimePs() throws BoundUnavailableException {
    long savedPs = 0;
    long[] room = new long[thresholds];
    for (int epoch = 1; epoch <= marks.epochs(); epoch++) {
      for (int k = 0; k < thresholds; k++) {
        room[k] = capacity[k] + marks.arrivals(epoch, k);
      }
      for (int i = 0; i < readers.length; i++) {
        ownPs[i] += epochOf(readers[i], epoch, room);
      }
      savedPs += savedTogether(room);
    }
    long longest = 0;
    long sum = -savedPs;
    for (int i = 0; i < readers.length; i++) {
      TaskReader reader = readers[i];
      if (reader.task().exited() && !reader.finished()) {
        throw new BoundUnavailableException(
            "task '"
                + reader.task().name()
                + "' makes more accesses when the workload is built again");
      }
      longest = Math.max(longest, reader.gapPs() + ownPs[i]);
      sum += reader.gapPs() + reader.made() * reader.latencyPs()[thresholds];
    }
    if (readers.length == 1) {
      return longest;
    }
    long shared = readers.length <= cpus ? sum / readers.length : sum / cpus - roundingPs;
    return Math.max(longest, shared);
  }

  /** A task's accesses of an epoch, at least so long with all fast memory to itself. */
  private long epochOf(TaskReader reader, int epoch, long[] room) throws BoundUnavailableException {
    BoundTask task = reader.task();
    PageCounts pages = counts.get(reader.mm());
    Sum sum = sums.get(reader.mm());
    if (pages == null) {
      throw new IllegalStateException("a task without an address space");
    }
    long[] latencyPs = reader.latencyPs();
    long ps = reader.count(marks.made(epoch, task.id()), pages) * latencyPs[thresholds];
    folios.clear();
    pages.drain(
        (head, order, accesses) -> {
          folios.add(accesses, order);
          if (sum != null) {
            sum.add(head, order, accesses, latencyPs);
          }
        });
    for (int k = 0; k < thresholds; k++) {
      ps -= folios.best(room[k]) * (latencyPs[k + 1] - latencyPs[k]);
    }
    return ps;
  }

  /** What the best placement of the epoch saves all tasks together beside the slowest tier. */
  private long savedTogether(long[] room) {
    if (readers.length == 1) {
      return 0;
    }
    for (TopShare share : all) {
      share.clear();
    }
    sums.values().forEach(sum -> sum.drain(all));
    long saved = 0;
    for (int k = 0; k < thresholds; k++) {
      saved += all[k].best(room[k]);
    }
    return saved;
  }
}
