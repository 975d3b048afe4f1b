package org.tierlab.source.chmu;

import java.util.Arrays;
import org.tierlab.api.time.RandomStream;
import org.tierlab.api.workload.Access;
import org.tierlab.source.chmu.ChmuKnobs.AccessType;
import org.tierlab.source.chmu.ChmuKnobs.EpochType;
import org.tierlab.source.chmu.ChmuKnobs.Reporting;

/**
 * The device side of a hotness monitoring unit (Compute Express Link 3.2, section 8.2.8): counters
 * that are given out to the units of memory that are accessed, for the length of an epoch.
 *
 * <p>An access counts if the range bitmap covers it, the access type is asked for and the
 * down-sampling chooses it. The first one to a unit takes a counter; if all are taken it goes
 * uncounted. A unit is hot at the count of its threshold: it goes to the hotlist at once
 * (always-on), or at the end of the epoch with its count then.
 *
 * <p>Deviation: the specification leaves open how counters are given out and taken back. Here a
 * counter belongs to its unit until the epoch ends. A per-counter epoch that is over is noticed at
 * the next access to the unit or when the host reads the list. Not thread-safe; allocates nothing
 * for an access.
 */
final class HotnessMonitoringUnit {
  private static final int FREE = -1;

  private final ChmuKnobs knobs;
  private final RandomStream random;
  private final Hotlist hotlist;
  private final int most;
  private final long firstUnit;
  private final long endUnit;
  private final long[] units;
  private final int[] counts;
  private final long[] sinceNs;
  private final int[] table;
  private int used;
  private int skipped;
  private long epochStartNs;
  private long counted;
  private long exhausted;

  /**
   * Makes a unit whose counters are free.
   *
   * @param knobs its knobs
   * @param random draws what counts
   * @param nowNs when its first epoch begins
   */
  HotnessMonitoringUnit(ChmuKnobs knobs, RandomStream random, long nowNs) {
    this.knobs = knobs;
    this.random = random;
    hotlist = new Hotlist(knobs.hotlistEntries());
    most = (int) ((1L << knobs.counterBits()) - 1);
    long perPart = DeviceAddresses.PART_PAGES >> knobs.unitShift();
    firstUnit = knobs.rangeBase() * Math.max(1, perPart);
    endUnit =
        knobs.rangeSize() == 0
            ? Long.MAX_VALUE
            : firstUnit + knobs.rangeSize() * Math.max(1, perPart);
    units = new long[knobs.counters()];
    counts = new int[knobs.counters()];
    sinceNs = new long[knobs.counters()];
    table = new int[Integer.highestOneBit(Math.max(8, 2 * knobs.counters() - 1)) * 2];
    Arrays.fill(table, FREE);
    epochStartNs = nowNs;
  }

  Hotlist hotlist() {
    return hotlist;
  }

  /**
   * Counts accesses.
   *
   * @param base device page number of the address space's page 0
   * @param accesses packed
   * @param count how many, from index 0
   * @param nowNs when they were made
   */
  void accessed(long base, long[] accesses, int count, long nowNs) {
    tick(nowNs);
    for (int i = 0; i < count; i++) {
      long access = accesses[i];
      long unit = (base + Access.page(access)) >>> knobs.unitShift();
      if (unit >= firstUnit && unit < endUnit && asked(access) && chosen()) {
        count(unit, nowNs);
      }
    }
  }

  private boolean asked(long access) {
    return knobs.accessType() == AccessType.ALL
        || Access.write(access) == (knobs.accessType() == AccessType.WRITES);
  }

  private boolean chosen() {
    int factor = knobs.downsamplingFactor();
    if (factor == 1) {
      return true;
    }
    if (knobs.randomizedDownsampling()) {
      return random.nextLong(factor) == 0;
    }
    skipped = (skipped + 1) % factor;
    return skipped == 0;
  }

  private void count(long unit, long nowNs) {
    int slot = slotOf(unit);
    int counter = table[slot];
    if (counter == FREE) {
      if (used == units.length) {
        exhausted++;
        return;
      }
      counter = used++;
      table[slot] = counter;
      units[counter] = unit;
      counts[counter] = 0;
      sinceNs[counter] = knobs.epochType() == EpochType.GLOBAL ? epochStartNs : nowNs;
    } else if (over(counter, nowNs)) {
      close(counter);
      counts[counter] = 0;
      sinceNs[counter] = nowNs;
    }
    counted++;
    if (counts[counter] < most) {
      counts[counter]++;
      if (knobs.reporting() == Reporting.ALWAYS_ON && counts[counter] == knobs.hotnessThreshold()) {
        hotlist.append(unit, estimate(counter), sinceNs[counter], nowNs);
      }
    }
  }

  /** Open addressing; a unit's slot, or the free one where it belongs. */
  private int slotOf(long unit) {
    long hash = unit * 0x9E3779B97F4A7C15L;
    int slot = (int) (hash >>> 32) & (table.length - 1);
    while (table[slot] != FREE && units[table[slot]] != unit) {
      slot = (slot + 1) & (table.length - 1);
    }
    return slot;
  }

  private boolean over(int counter, long nowNs) {
    return knobs.epochType() == EpochType.PER_COUNTER
        && nowNs - sinceNs[counter] >= knobs.epochNs();
  }

  /** The end of a counter's epoch. */
  private void close(int counter) {
    if (knobs.reporting() == Reporting.EPOCH && counts[counter] >= knobs.hotnessThreshold()) {
      hotlist.append(
          units[counter], estimate(counter), sinceNs[counter], sinceNs[counter] + knobs.epochNs());
    }
  }

  /** How many accesses a count stands for. */
  private int estimate(int counter) {
    return (int) Math.min(Integer.MAX_VALUE, (long) counts[counter] * knobs.downsamplingFactor());
  }

  /**
   * Ends the epochs that are over.
   *
   * @param nowNs the present
   */
  void tick(long nowNs) {
    if (knobs.epochType() == EpochType.GLOBAL && nowNs - epochStartNs >= knobs.epochNs()) {
      for (int counter = 0; counter < used; counter++) {
        close(counter);
      }
      used = 0;
      Arrays.fill(table, FREE);
      epochStartNs += (nowNs - epochStartNs) / knobs.epochNs() * knobs.epochNs();
    }
  }

  /**
   * Takes back the counters whose own epoch is over, before the host reads the list.
   *
   * @param nowNs the present
   */
  void sweep(long nowNs) {
    tick(nowNs);
    if (knobs.epochType() == EpochType.GLOBAL) {
      return;
    }
    int kept = 0;
    for (int counter = 0; counter < used; counter++) {
      if (over(counter, nowNs)) {
        close(counter);
      } else {
        units[kept] = units[counter];
        counts[kept] = counts[counter];
        sinceNs[kept++] = sinceNs[counter];
      }
    }
    used = kept;
    Arrays.fill(table, FREE);
    for (int counter = 0; counter < used; counter++) {
      table[slotOf(units[counter])] = counter;
    }
  }

  /** Accesses that were counted, since the last call. */
  long takeCounted() {
    long taken = counted;
    counted = 0;
    return taken;
  }

  /** Accesses that found no counter, since the last call. */
  long takeExhausted() {
    long taken = exhausted;
    exhausted = 0;
    return taken;
  }
}
