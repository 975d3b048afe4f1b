package org.tierlab.sim.machine;

import java.util.List;
import org.tierlab.api.Counts;
import org.tierlab.sim.access.AccessShares;
import org.tierlab.sim.experiment.Hypotheses;
import org.tierlab.sim.experiment.MachineSpec;
import org.tierlab.sim.ledger.Ledger;

/**
 * The time of an access on a machine that names {@link Hypotheses}, and what each of its terms adds
 * up to. All of a machine's resident memory is taken for the working set, uniformly accessed.
 *
 * <p>An access takes <i>cpu</i> + (<i>walk</i> + <i>entry miss</i> + (1 − <i>hit</i>) ×
 * <i>latency</i> × <i>load</i> + <i>hit</i> × <i>cache</i>) / <i>overlap</i>.
 */
@Counts(
    counter = "access_cpu_ns",
    unit = "ns",
    about = "Time of accesses: work of the CPU between them.",
    source = "model")
@Counts(
    counter = "access_walk_ns",
    unit = "ns",
    about = "Time of accesses: page-table walks.",
    source = "model")
@Counts(
    counter = "access_walk_miss_ns",
    unit = "ns",
    about = "Time of accesses: entries of page tables that were not in the cache.",
    source = "model")
@Counts(
    counter = "access_cache_ns",
    unit = "ns",
    about = "Time of accesses: hits in the last-level cache.",
    source = "model")
@Counts(
    counter = "access_local_ns",
    unit = "ns",
    about = "Time of accesses: memory of the own node.",
    source = "model")
@Counts(
    counter = "access_remote_ns",
    unit = "ns",
    about = "Time of accesses: memory of other nodes.",
    source = "model")
@Counts(
    counter = "access_load_ns",
    unit = "ns",
    about = "Time of accesses: what contention adds to the latency.",
    source = "model")
@Counts(
    counter = "access_remote",
    unit = "accesses",
    about = "Served by another node that has CPUs.",
    source = "model")
@Counts(
    counter = "promotion_done_ns",
    unit = "ns",
    about = "Simulated time of the last promotion.",
    source = "model")
final class AccessTerms {
  /** Terms in the order in which {@link #parts} has them. */
  private static final List<String> NAMES =
      List.of(
          "access_cpu_ns",
          "access_walk_ns",
          "access_walk_miss_ns",
          "access_cache_ns",
          "access_local_ns",
          "access_remote_ns",
          "access_load_ns");

  private static final int CPU = 0;
  private static final int WALK = 1;
  private static final int WALK_MISS = 2;
  private static final int CACHE = 3;
  private static final int LOCAL = 4;
  private static final int REMOTE = 5;
  private static final int LOAD = 6;

  private final MachineSpec spec;
  private final Hypotheses hypotheses;
  private final double[][] idleLatencyNs;
  private final Ledger ledger;
  private final int[] slots = new int[NAMES.size()];
  private final double[] sums = new double[NAMES.size()];
  private final double[] parts = new double[NAMES.size()];
  private final long[][] counts;
  private final int remoteSlot;
  private final int promotedAtSlot;
  private AccessShares shares;
  private long sharesOf = -1;
  private long lastPromotions;
  private double lockBusy;
  private long held;

  AccessTerms(MachineSpec spec, double[][] idleLatencyNs, Ledger ledger) {
    this.spec = spec;
    this.idleLatencyNs = idleLatencyNs;
    this.ledger = ledger;
    hypotheses = spec.hypotheses();
    shares = AccessShares.of(hypotheses, 0);
    for (int term = 0; term < slots.length; term++) {
      slots[term] = ledger.slot("vmstat", NAMES.get(term));
    }
    remoteSlot = ledger.slot("vmstat", "access_remote");
    promotedAtSlot = ledger.slot("vmstat", "promotion_done_ns");
    counts = new long[spec.nodes().size()][spec.nodes().size()];
  }

  /** Takes over the size of the working set. */
  void resident(long pages) {
    if (pages != sharesOf) {
      sharesOf = pages;
      shares = AccessShares.of(hypotheses, pages);
    }
  }

  /** The time of an access; its terms are in {@link #parts} afterwards. */
  double accessNs(int from, int to, double load) {
    double overlap = hypotheses.outstandingMisses();
    double hit = shares.hit();
    double walks = shares.walks();
    double nearest = spec.nodes().get(to).latencyNs();
    parts[CPU] = hypotheses.accessCpuNs();
    parts[WALK] = walks * spec.costs().walkNs() / overlap;
    parts[WALK_MISS] = walks * shares.entryMiss() * hypotheses.walkMissNs() / overlap;
    parts[CACHE] = hit * hypotheses.llcHitNs() / overlap;
    parts[LOCAL] = (1 - hit) * nearest / overlap;
    parts[REMOTE] = (1 - hit) * (idleLatencyNs[from][to] - nearest) / overlap;
    parts[LOAD] = (1 - hit) * idleLatencyNs[from][to] * (load - 1) / overlap;
    double sum = 0;
    for (double part : parts) {
      sum += part;
    }
    return sum;
  }

  /** The share of accesses that go to memory. */
  double missShare() {
    return 1 - shares.hit();
  }

  void count(int from, int to, long accesses) {
    counts[from][to] += accesses;
  }

  /** Adds up the terms of a step's accesses, at the latencies that held in it. */
  void endStep(double[] loads, long nowNs, long promotions, double lengthNs) {
    for (int from = 0; from < counts.length; from++) {
      for (int to = 0; to < counts.length; to++) {
        long count = counts[from][to];
        if (count > 0) {
          accessNs(from, to, loads[to]);
          for (int term = 0; term < sums.length; term++) {
            sums[term] += count * parts[term];
          }
          if (spec.nodes().get(to).cpus() > 0 && from != to) {
            ledger.add(remoteSlot, count);
          }
          counts[from][to] = 0;
        }
      }
    }
    for (int term = 0; term < sums.length; term++) {
      ledger.set(slots[term], Math.round(sums[term]));
    }
    if (promotions != lastPromotions) {
      lastPromotions = promotions;
      ledger.set(promotedAtSlot, nowNs);
    }
    lockBusy = Math.min(0.95, held * hypotheses.lockHoldNs() / lengthNs);
    held = 0;
  }

  /**
   * What the migration of a folio takes beside its costs: waiting for locks that others hold, as an
   * M/D/1 queue at the use of the last step, and fetching what a queue holds of it.
   *
   * @param queued whether a kernel thread takes it from a queue
   */
  double migrationNs(boolean queued) {
    held++;
    double wait = hypotheses.lockHoldNs() * (1 + lockBusy / (2 * (1 - lockBusy)));
    return queued ? wait + 2 * hypotheses.queueMissNs() * queueMiss() : wait;
  }

  /** A record and a folio descriptor of 64 bytes each for every page. */
  private double queueMiss() {
    double bytes = 128.0 * Math.max(1, sharesOf);
    return Math.max(0, 1 - hypotheses.llcBytes() / bytes);
  }
}
