package org.tierlab.sim.task;

import org.jspecify.annotations.Nullable;
import org.tierlab.api.workload.Access;
import org.tierlab.sim.machine.Machine;
import org.tierlab.sim.machine.Picoseconds;
import org.tierlab.sim.memory.OpenFile;
import org.tierlab.sim.memory.PageStore;

/**
 * Applies accesses to page tables: the one loop that runs for every access.
 *
 * <p>An access sets bits in one byte, adds the gap before it and counts the node found there in a
 * lane of one {@code long}; the latencies of a block of accesses are added up afterwards, lane by
 * lane. Whatever an entry does not permit goes to the {@link SlowPath}. Nothing is allocated.
 */
public final class AccessPath {
  /** Nodes up to which a lane of the {@code long} has sixteen bits; with more it has eight. */
  private static final int WIDE_LANES = 4;

  /** The gap of a packed access, in place. */
  private static final long GAP_BITS = (long) Access.MAX_GAP << Access.GAP_SHIFT;

  /**
   * Entries from which on a block's entries are read ahead of it, some at a time, so that their
   * cache misses overlap: a page table that a core's own cache (assumed 2 MiB) does not hold.
   */
  private static final int READ_AHEAD_ENTRIES = 4 << 20;

  /** Entries read ahead at once: a core's first cache (assumed 32 KiB) keeps a line for each. */
  private static final int AHEAD = 256;

  /**
   * A one in the lane of the node that an entry byte names. Constants of the length that an
   * unsigned byte can index, so that no index is checked.
   */
  private static final long[] ONES_OF_WIDE_LANES = ones(16);

  private static final long[] ONES_OF_NARROW_LANES = ones(8);

  private final Machine machine;
  private final SlowPath slowPath;
  private final long[][] latencyPs;
  private final long[] overlapped;

  private final int laneBits;

  /** What a lane can count: accesses between two unloadings. */
  private final int laneLimit;

  private final DrawnPath drawnPath;
  private final FilePath filePath;
  private @Nullable AccessMonitors monitors;
  private long lanes;
  private long gaps;

  /** What reading ahead found: kept, so that the loads are not optimised away. */
  @SuppressWarnings("UnusedVariable")
  private int readAhead;

  /**
   * Makes the path of a machine.
   *
   * @param machine gives latencies, receives traffic
   * @param slowPath faults
   */
  public AccessPath(Machine machine, SlowPath slowPath) {
    this.machine = machine;
    this.slowPath = slowPath;
    latencyPs = new long[machine.nodes()][8];
    overlapped = new long[8];
    drawnPath = new DrawnPath(machine, this);
    filePath = new FilePath(machine, slowPath);
    laneBits = machine.nodes() <= WIDE_LANES ? 16 : 8;
    laneLimit = (1 << laneBits) - 1;
  }

  private static long[] ones(int laneBits) {
    long[] ones = new long[256];
    for (int entry = 0; entry < ones.length; entry++) {
      ones[entry] = 1L << (laneBits * ((entry & PageStore.NODE_BITS) >> PageStore.NODE_SHIFT));
    }
    return ones;
  }

  /**
   * Sets who watches the accesses.
   *
   * @param watching null for nobody
   */
  public void watch(@Nullable AccessMonitors watching) {
    monitors = watching;
  }

  @Nullable AccessMonitors monitors() {
    return monitors;
  }

  /** Takes over the nodes' latencies for the coming step. */
  public void beginStep() {
    machine.beginStep();
    for (int from = 0; from < latencyPs.length; from++) {
      for (int to = 0; to < latencyPs.length; to++) {
        latencyPs[from][to] = Math.round(machine.accessNs(from, to) * 1000);
      }
    }
  }

  /**
   * Lets a task run.
   *
   * @param task not exited
   * @param fromPs its time at the start
   * @param endPs when it shall stop; the last access or fault may end later
   * @return its time at the end; before {@code endPs} only if it has finished or waits
   */
  public long run(SimTask task, long fromPs, long endPs) {
    if (task.drawn != null) {
      return drawnPath.run(task, task.drawn, fromPs, endPs);
    }
    long now = fromPs;
    while (now < endPs) {
      if (task.next == task.batch.to() && !refill(task)) {
        return now;
      }
      now = fast(task, now, endPs);
      if (now < endPs && task.next < task.batch.to()) {
        now = slow(task, now, endPs);
        if (task.exited || task.blockedUntilPs > now) {
          return now;
        }
      }
    }
    return now;
  }

  private static boolean refill(SimTask task) {
    task.batch.clear();
    boolean more = task.generator.fill(task.batch);
    task.next = task.batch.from();
    if (!more || task.batch.from() == task.batch.to()) {
      task.batch.clear();
      task.next = 0;
      task.exited = true;
      return false;
    }
    return true;
  }

  /**
   * Runs until the batch or the time is used up, or an entry needs the slow path.
   *
   * <p>Time is added up block by block. A block is at most half of what, at the task's present
   * pace, fits before the end, so that the last block is a single access.
   */
  private long fast(SimTask task, long fromPs, long endPs) {
    if (task.gapSpent) {
      return fromPs;
    }
    long unitPs = Math.round(task.batch.gapUnitNs() * 1000);
    long[] latency = latencyOf(task);
    int to = task.batch.to();
    long now = fromPs;
    boolean through = true;
    AccessMonitors watching = monitors;
    boolean together = watching != null && watching.takesBlocksTogether();
    int begun = task.next;
    while (through && task.next < to && now < endPs) {
      long fits = (endPs - now) / (2 * task.pacePs);
      int stop = (int) Math.min(to, task.next + Math.max(1, Math.min(fits, laneLimit)));
      if (watching != null && !together) {
        stop = task.next + (int) Math.min(stop - task.next, watching.untilNext(task));
      }
      int start = task.next;
      through = block(task, stop);
      int count = task.next - start;
      if (count > 0) {
        long elapsed = unload(task, count, unitPs, latency);
        task.pacePs = Math.max(1, elapsed / count);
        now += elapsed;
        if (watching != null && !together) {
          now = watching.served(task, task.batch.accesses(), start, task.next, now);
        }
      }
    }
    if (watching != null && together && task.next > begun) {
      now = watching.served(task, task.batch.accesses(), begun, task.next, now);
    }
    return now;
  }

  /**
   * At most as many accesses as a lane can count. Entries of a large table are read ahead, some at
   * a time.
   *
   * @return false if it stopped at an entry that needs the slow path
   */
  private boolean block(SimTask task, int stop) {
    if (task.mm.pages() < READ_AHEAD_ENTRIES) {
      return loop(task, stop);
    }
    long sumOfGaps = 0;
    long sumOfLanes = 0;
    int end;
    boolean through;
    do {
      end = Math.min(stop, task.next + AHEAD);
      readAhead = readAhead(task, end);
      through = loop(task, end);
      sumOfGaps += gaps;
      sumOfLanes += lanes;
    } while (through && task.next == end && end < stop);
    gaps = sumOfGaps;
    lanes = sumOfLanes;
    return through;
  }

  /**
   * The loop, which stops at an access to another chunk of the page table than its first.
   *
   * @return false if it stopped at an entry that needs the slow path
   */
  private boolean loop(SimTask task, int stop) {
    long[] accesses = task.batch.accesses();
    int i = task.next;
    int chunk = (int) (accesses[i] >>> (Access.PAGE_SHIFT + PageStore.CHUNK_SHIFT));
    byte[] entries = task.mm.store().chunk(chunk);
    long base = (long) chunk << PageStore.CHUNK_SHIFT;
    long length = entries.length;
    long[] ones = laneBits == 16 ? ONES_OF_WIDE_LANES : ONES_OF_NARROW_LANES;
    long sumOfGaps = 0;
    long sumOfLanes = 0;
    boolean through = true;
    for (; i < stop; i++) {
      long access = accesses[i];
      // In another chunk the index is beyond any length.
      long index = (access >>> Access.PAGE_SHIFT) ^ base;
      if (index >= length) {
        break;
      }
      int entry = entries[(int) index] & 0xFF;
      if (entry >= PageStore.STOP) {
        through = false;
        break;
      }
      entries[(int) index] = (byte) (entry | PageStore.ACCESSED | ((int) access & PageStore.DIRTY));
      sumOfGaps += access & GAP_BITS;
      sumOfLanes += ones[entry];
    }
    lanes = sumOfLanes;
    gaps = sumOfGaps >>> Access.GAP_SHIFT;
    // A page beyond the end is the slow path's to refuse.
    boolean stray = i == task.next;
    task.next = i;
    return through && !stray;
  }

  /**
   * Touches entries: loads that wait for nothing but memory. The fewer instructions there are
   * between two of them, the more are under way. Entries of another chunk are not found, and the
   * load is a wasted one.
   */
  private static int readAhead(SimTask task, int stop) {
    long[] accesses = task.batch.accesses();
    int from = task.next;
    int chunk = (int) (accesses[from] >>> (Access.PAGE_SHIFT + PageStore.CHUNK_SHIFT));
    byte[] entries = task.mm.store().chunk(chunk);
    int sum = 0;
    if ((entries.length & entries.length - 1) == 0) {
      for (int i = from; i < stop; i++) {
        sum += entries[(int) (accesses[i] >>> Access.PAGE_SHIFT) & entries.length - 1];
      }
      return sum;
    }
    for (int i = from; i < stop; i++) {
      int index = (int) (accesses[i] >>> Access.PAGE_SHIFT) & PageStore.CHUNK_MASK;
      if (index < entries.length) {
        sum += entries[index];
      }
    }
    return sum;
  }

  long[] latencyOf(SimTask task) {
    long[] latency = latencyPs[task.node()];
    if (task.overlappingMisses == 1) {
      return latency;
    }
    for (int node = 0; node < machine.nodes(); node++) {
      overlapped[node] = Math.round(latency[node] / task.overlappingMisses);
    }
    return overlapped;
  }

  /** Books a block: traffic, accesses, gaps; returns the time that it took. */
  private long unload(SimTask task, int count, long unitPs, long[] latency) {
    long elapsed = gaps * unitPs;
    task.recordAccesses(count, elapsed);
    for (int node = 0; node < machine.nodes(); node++) {
      long served = (lanes >>> (laneBits * node)) & laneLimit;
      if (served != 0) {
        machine.recordAccesses(task.node(), node, served);
        elapsed += served * latency[node];
      }
    }
    return elapsed;
  }

  /**
   * One access the slow way.
   *
   * @return the task's time afterwards; if it waits for a migration, when the wait began
   */
  long slow(SimTask task, long fromPs, long endPs) {
    PageStore store = task.mm.store();
    long access = task.batch.accesses()[task.next];
    boolean write = Access.write(access);
    long now = fromPs;
    if (!task.gapSpent) {
      long gapPs = Access.gap(access) * Picoseconds.ofNs(task.batch.gapUnitNs());
      task.recordAccesses(0, gapPs);
      task.gapSpent = true;
      now += gapPs;
    }
    long page = Access.page(access);
    if (!task.mm.maps(page)) {
      OpenFile file = task.mm.fileOf(page);
      if (file != null) {
        return filePath.access(task, file, page, write, now, monitors);
      }
      slowPath.strayAccess(task, page);
      task.exited = true;
      return now;
    }
    if (store.state(page) == PageStore.TAIL) {
      page &= -(long) task.mm.vmaOf(page).folioPages();
    }
    int entry = store.state(page);
    while ((entry & PageStore.SLOW) != 0) {
      if (now >= endPs) {
        return now;
      }
      if (entry == PageStore.MIGRATION) {
        long accessible = slowPath.migrationWait(task.mm, page, now);
        if (accessible > now) {
          task.blockedUntilPs = accessible;
          return now;
        }
      } else if ((entry & PageStore.ABSENT) != 0) {
        now = slowPath.minorFault(task, page, now);
      } else {
        now = slowPath.hintFault(task, page, write, now);
      }
      entry = store.state(page);
    }
    store.apply(page, write);
    int node = (entry & PageStore.NODE_BITS) >> PageStore.NODE_SHIFT;
    machine.recordAccesses(task.node(), node, 1);
    task.recordAccesses(1, 0);
    task.next++;
    task.gapSpent = false;
    long done = now + latencyOf(task)[node];
    AccessMonitors watching = monitors;
    if (watching != null) {
      done = watching.served(task, task.batch.accesses(), task.next - 1, task.next, done);
    }
    return done;
  }
}
