package org.tierlab.command.calibrate;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.tierlab.command.study.StudyTable.Row;
import org.tierlab.sim.access.AccessShares;
import org.tierlab.sim.access.SteadyAccess;
import org.tierlab.sim.experiment.Hypotheses;
import org.tierlab.sim.experiment.MachineSpec;
import org.tierlab.sim.experiment.NodeSpec;

/**
 * Latency by footprint and bandwidth by threads, from the CPUs nearest to each node. Loads of the
 * first wait for each other, those of the second overlap as far as the machine lets them; both meet
 * the same caches, page walks and memory, as {@link SteadyAccess} has it.
 */
final class AccessRows implements RowModel {
  private static final int MOST_THREADS = 4096;
  private static final int PAGE_KIB = 4;
  private static final double KIB = 1024;

  // Behind the latencies and the bandwidths of all nodes:
  private static final int LLC = 0;
  private static final int HIT = 1;
  private static final int OVERLAP = 2;
  private static final int TLB = 3;
  private static final int WALK = 4;
  private static final int WALK_MISS = 5;
  private static final int CPU = 6;

  /** A row; threads are 0 for a latency. */
  private record Access(int node, long pages, int threads) {}

  private final MachineSpec base;
  private final int nodes;
  private final List<Access> accesses = new ArrayList<>();
  private final List<Measurement> rows = new ArrayList<>();
  private final Map<Long, AccessShares> cached = new HashMap<>();
  private double cachedLlc = -1;

  AccessRows(MeasuredTables tables, MachineSpec base) {
    this.base = base;
    nodes = base.nodes().size();
    for (Row row : tables.of(MeasuredTables.Form.LATENCY)) {
      add(row, 0, "latency_ns", "ns");
    }
    for (Row row : tables.of(MeasuredTables.Form.BANDWIDTH)) {
      add(row, row.whole("threads", MOST_THREADS), "bandwidth_gbps", "GB/s");
    }
  }

  private void add(Row row, int threads, String column, String unit) {
    int node = row.whole("node", 0, nodes - 1);
    int kib = row.whole("footprint_kib", PAGE_KIB, Integer.MAX_VALUE);
    accesses.add(new Access(node, kib / PAGE_KIB, threads));
    String name =
        threads == 0
            ? "latency, node %d, %d KiB".formatted(node, kib)
            : "bandwidth, node %d, %d KiB, threads %d".formatted(node, kib, threads);
    rows.add(new Measurement(row.line(), name, row.positive(column), unit));
  }

  @Override
  public List<Measurement> rows() {
    return rows;
  }

  @Override
  public List<Constant> constants() {
    List<Constant> all = new ArrayList<>();
    for (int node = 0; node < nodes; node++) {
      NodeSpec spec = base.nodes().get(node);
      all.add(new Constant("nodes." + node + ".latency", spec.latencyNs(), 1, 1e5, 1, "ns"));
    }
    for (int node = 0; node < nodes; node++) {
      double gbps = base.nodes().get(node).bandwidthGBps();
      all.add(new Constant("nodes." + node + ".bandwidth", gbps, 0.01, 1e5, 0.01, "GB/s"));
    }
    Hypotheses now = base.hypotheses();
    all.add(new Constant("hypotheses.llc_bytes", (double) now.llcBytes(), 4096, 1e11, 4096, "B"));
    all.add(new Constant("hypotheses.llc_hit_ns", now.llcHitNs(), 0, 1e4, 1, "ns"));
    all.add(
        new Constant("hypotheses.outstanding_misses", now.outstandingMisses(), 1, 64, 0.01, ""));
    all.add(new Constant("hypotheses.tlb_pages", (double) now.tlbPages(), 1, 1e9, 16, "pages"));
    all.add(new Constant("costs.walk_ns", base.costs().walkNs(), 0, 1e4, 1, "ns"));
    all.add(new Constant("hypotheses.walk_miss_ns", now.walkMissNs(), 0, 1e4, 5, "ns"));
    all.add(new Constant("hypotheses.access_cpu_ns", now.accessCpuNs(), 0, 1e4, 1, "ns"));
    return all;
  }

  @Override
  public List<double[]> starts() {
    double[] start = constants().stream().mapToDouble(Constant::base).toArray();
    double least = Double.POSITIVE_INFINITY;
    for (int i = 0; i < rows.size(); i++) {
      Access access = accesses.get(i);
      int column = access.threads() == 0 ? access.node() : nodes + access.node();
      start[column] = 0;
      least = access.threads() == 0 ? Math.min(least, rows.get(i).value()) : least;
    }
    for (int i = 0; i < rows.size(); i++) {
      Access access = accesses.get(i);
      int column = access.threads() == 0 ? access.node() : nodes + access.node();
      start[column] = Math.max(start[column], rows.get(i).value());
    }
    start[2 * nodes + HIT] = Double.isFinite(least) ? least : base.hypotheses().llcHitNs();
    start[2 * nodes + WALK_MISS] = 20;
    start[2 * nodes + OVERLAP] = 4;
    return spread(start);
  }

  /** Sizes of caches and TLBs hide behind each other: begin with several of each. */
  private List<double[]> spread(double[] start) {
    long most = accesses.stream().mapToLong(Access::pages).max().orElse(1);
    long least = accesses.stream().mapToLong(Access::pages).min().orElse(1);
    List<double[]> starts = new ArrayList<>();
    for (double at : new double[] {0.2, 0.4, 0.6, 0.8}) {
      for (double tlb : new double[] {64, 1536}) {
        double[] one = start.clone();
        one[2 * nodes + LLC] = PAGE_KIB * KIB * least * StrictMath.pow((double) most / least, at);
        one[2 * nodes + TLB] = tlb;
        starts.add(one);
      }
    }
    return starts;
  }

  @Override
  public double[] predict(double[] values) {
    double[] predicted = new double[accesses.size()];
    for (int i = 0; i < predicted.length; i++) {
      Access access = accesses.get(i);
      SteadyAccess steady =
          new SteadyAccess(
              values[2 * nodes + CPU],
              values[2 * nodes + WALK],
              values[2 * nodes + WALK_MISS],
              values[2 * nodes + HIT],
              values[access.node()],
              shares(values[2 * nodes + LLC], values[2 * nodes + TLB], access.pages()));
      predicted[i] =
          access.threads() == 0
              ? steady.ns(1, 1)
              : steady.gbps(
                  access.threads(), values[2 * nodes + OVERLAP], values[nodes + access.node()]);
    }
    return predicted;
  }

  /** What a cache holds takes long to find and changes with its size alone. */
  private AccessShares shares(double llcBytes, double tlbPages, long pages) {
    if (llcBytes != cachedLlc) {
      cached.clear();
      cachedLlc = llcBytes;
    }
    int lines = base.hypotheses().linesPerPage();
    AccessShares cache =
        cached.computeIfAbsent(pages, size -> AccessShares.of(llcBytes, 0, size, lines));
    return new AccessShares(cache.hit(), cache.entryMiss(), AccessShares.walks(tlbPages, pages));
  }
}
