package org.tierlab.sim.machine;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.tierlab.api.machine.MachineView;
import org.tierlab.sim.experiment.CostModel;
import org.tierlab.sim.experiment.MachineSpec;
import org.tierlab.sim.experiment.NodeSpec;
import org.tierlab.sim.ledger.Ledger;
import org.tierlab.sim.recording.Timeline;

/** The simulated machine. */
public final class Machine implements MachineView {
  private final MachineSpec spec;
  private final MemoryNode[] nodes;
  private final int[] cpuNode;
  private final double[][] idleLatencyNs;
  private final Cpus cpus;
  private Timeline timeline = Timeline.NONE;
  private final Ledger ledger;
  private final int tiers;
  private final int[] arrivalSlots;
  private final int[] nearestCpuNode;
  private final long[] refillPs;
  private final long[] refillSharePs;
  private final @Nullable AccessTerms terms;
  private final double[] loads;
  private final int clockSlot;
  private final int promotionsSlot;

  /**
   * Builds a machine with all memory free.
   *
   * @param spec its description
   * @param ledger counts its traffic and CPU time
   */
  public Machine(MachineSpec spec, Ledger ledger) {
    this.spec = spec;
    this.ledger = ledger;
    long totalKib = 0;
    TreeSet<Double> latencies = new TreeSet<>();
    int cpuCount = 0;
    for (NodeSpec node : spec.nodes()) {
      totalKib += node.capacityBytes() / 1024;
      latencies.add(node.latencyNs());
      cpuCount += node.cpus();
    }
    cpuNode = new int[cpuCount];
    nodes = new MemoryNode[spec.nodes().size()];
    int cpu = 0;
    for (int id = 0; id < spec.nodes().size(); id++) {
      NodeSpec node = spec.nodes().get(id);
      int tier = latencies.headSet(node.latencyNs()).size();
      long min = minWatermarkPages(node.capacityBytes() / 1024, totalKib);
      nodes[id] = new MemoryNode(id, tier, node, min, spec.watermarkScaleFactor(), ledger);
      for (int i = 0; i < node.cpus(); i++) {
        cpuNode[cpu++] = id;
      }
    }
    idleLatencyNs = idleLatencies();
    terms = spec.hypotheses().any() ? new AccessTerms(spec, idleLatencyNs, ledger) : null;
    loads = new double[nodes.length];
    clockSlot = terms == null ? -1 : ledger.slot("clock", "now_ps");
    promotionsSlot = terms == null ? -1 : ledger.slot("moved", "promotions");
    cpus = new Cpus(nodes.length, cpuNode, ledger);
    tiers = latencies.size();
    arrivalSlots = new int[tiers - 1];
    for (int tier = 0; tier < tiers - 1; tier++) {
      arrivalSlots[tier] = ledger.slot("tier_arrivals", Integer.toString(tier));
    }
    nearestCpuNode = new int[nodes.length];
    java.util.Arrays.setAll(nearestCpuNode, this::findNearestCpuNode);
    refillPs = new long[nodes.length];
    refillSharePs = new long[nodes.length];
  }

  /**
   * The node's share of {@code min_free_kbytes}, which is four times the root of the memory in KiB,
   * from 128 to 262,144 (mm/page_alloc.c).
   */
  private static long minWatermarkPages(long nodeKib, long totalKib) {
    long minFreeKib = (long) Math.floor(StrictMath.sqrt(16.0 * totalKib));
    minFreeKib = Math.max(128, Math.min(262_144, minFreeKib));
    return Math.max(1, minFreeKib / 4 * nodeKib / totalKib);
  }

  /** SLIT distances are relative latencies: a node is slower from farther CPUs in their ratio. */
  private double[][] idleLatencies() {
    int n = nodes.length;
    double[][] latency = new double[n][n];
    for (int to = 0; to < n; to++) {
      int nearest = Integer.MAX_VALUE;
      for (int from : cpuNode) {
        nearest = Math.min(nearest, distance(from, to));
      }
      for (int from = 0; from < n; from++) {
        double ratio = Math.max(1, (double) distance(from, to) / nearest);
        latency[from][to] = spec.nodes().get(to).latencyNs() * ratio;
      }
    }
    return latency;
  }

  /**
   * Time of an access that misses, walk included, at the present load.
   *
   * @param fromNode node of the CPU
   * @param toNode node of the page
   * @return nanoseconds
   */
  public double accessNs(int fromNode, int toNode) {
    double load = nodes[toNode].loadFactor();
    return terms == null
        ? costs().walkNs() + idleLatencyNs[fromNode][toNode] * load
        : terms.accessNs(fromNode, toNode, load);
  }

  /**
   * Time of an access on an idle machine, walk included.
   *
   * @param fromNode node of the CPU
   * @param toNode node of the page
   * @return nanoseconds
   */
  public double idleAccessNs(int fromNode, int toNode) {
    return terms == null
        ? costs().walkNs() + idleLatencyNs[fromNode][toNode]
        : terms.accessNs(fromNode, toNode, 1);
  }

  /** Begins a step: the working set is what is resident now. */
  public void beginStep() {
    if (terms != null) {
      long resident = 0;
      for (int i = 0; i < nodes.length; i++) {
        resident += nodes[i].capacityPages() - nodes[i].freePages();
        loads[i] = nodes[i].loadFactor();
      }
      terms.resident(resident);
    }
  }

  /**
   * Records accesses of a task.
   *
   * @param fromNode node of its CPU
   * @param toNode node that served them
   * @param accesses how many
   */
  public void recordAccesses(int fromNode, int toNode, long accesses) {
    MemoryNode node = nodes[toNode];
    if (terms == null) {
      node.recordAccesses(accesses);
    } else {
      node.recordAccesses(accesses, terms.missShare());
      terms.count(fromNode, toNode, accesses);
    }
  }

  /**
   * What the migration of a folio takes beside its costs.
   *
   * @param queued whether a kernel thread does it
   * @return nanoseconds
   */
  public double migrationNs(boolean queued) {
    return terms == null ? 0 : terms.migrationNs(queued);
  }

  /**
   * The CPU on which the next task starts that asks for no node.
   *
   * @param next how many have started
   * @return a CPU
   */
  public int startingCpu(int next) {
    return spec.hypotheses().spreadTasks() ? spreadCpu(next) : next % cpuNode.length;
  }

  /**
   * Whether tasks start on all nodes in turn.
   *
   * @return false if they fill node after node
   */
  public boolean spreadsTasks() {
    return spec.hypotheses().spreadTasks();
  }

  /** The nodes with CPUs in turn, the CPUs of each in order. */
  private int spreadCpu(int next) {
    List<Integer> withCpus = new ArrayList<>();
    for (int id = 0; id < nodes.length; id++) {
      if (nodes[id].hasCpus()) {
        withCpus.add(id);
      }
    }
    int node = withCpus.get(next % withCpus.size());
    int place = next / withCpus.size() % cpusOf(node);
    for (int cpu = 0; cpu < cpuNode.length; cpu++) {
      if (cpuNode[cpu] == node && place-- == 0) {
        return cpu;
      }
    }
    throw new IllegalStateException("node " + node + " lost its CPUs");
  }

  /**
   * Throughput of a CPU copy.
   *
   * @param source node read from
   * @param target node written to
   * @param threads copying threads
   * @return bytes per nanosecond
   */
  public double copyGBps(int source, int target, int threads) {
    boolean remote = !node(source).topTier() || !node(target).topTier();
    double one = remote ? costs().copyRemoteGBps() : costs().copyThreadGBps();
    double spare = Math.min(node(source).spareGBps(), node(target).spareGBps());
    return Math.min(threads * one, Math.min(costs().copyPathGBps(), spare));
  }

  /**
   * The node with CPUs that is nearest to a node.
   *
   * @param node a node
   * @return itself, if it has CPUs
   */
  public int nearestCpuNode(int node) {
    return nearestCpuNode[node];
  }

  private int findNearestCpuNode(int node) {
    int best = -1;
    for (int candidate = 0; candidate < nodes.length; candidate++) {
      if (nodes[candidate].hasCpus()
          && (best < 0 || distance(node, candidate) < distance(node, best))) {
        best = candidate;
      }
    }
    return best;
  }

  /**
   * How long a woken thread waits for a CPU: beside <i>r</i> tasks a CPU, <i>r</i>/(<i>r</i> + 1)
   * of their slice.
   *
   * @param node node of the CPUs
   * @return nanoseconds, 0 if a CPU was idle in the last step
   */
  public double resumeNs(int node) {
    if (cpus.idle(node) > 0) {
      return 0;
    }
    double tasks = Math.max(1, (double) cpus.runnable(node) / cpusOf(node));
    return costs().sliceNs() * tasks / (tasks + 1);
  }

  /**
   * Books cache lines that a copy evicts: the live ones are fetched again, from their nearest
   * memory, by the tasks that run on the node in the next step.
   *
   * @param node node of the copying CPUs
   * @param complexes core complexes that copied
   * @param bytes bytes that went through their caches
   */
  public void cacheFill(int node, int complexes, long bytes) {
    long evicted = Math.min(bytes, complexes * costs().complexCacheBytes());
    double lines = evicted * costs().cacheLiveShare() / 64;
    refillPs[node] += Picoseconds.ofNs(lines * accessNs(node, node));
  }

  /** Divides what has to be fetched again among the tasks announced for this step. */
  public void shareRefills() {
    for (int node = 0; node < refillPs.length; node++) {
      int tasks = cpus.runnable(node);
      refillSharePs[node] = tasks == 0 ? 0 : refillPs[node] / tasks;
      refillPs[node] = 0;
    }
  }

  /**
   * A task's share of the cache misses that copies of the last step caused.
   *
   * @param node node of its CPU
   * @return picoseconds
   */
  public long refillSharePs(int node) {
    return refillSharePs[node];
  }

  /**
   * How many tiers there are.
   *
   * @return at least 1
   */
  public int tiers() {
    return tiers;
  }

  /**
   * The capacity of a tier and all faster ones.
   *
   * @param tier a tier
   * @return pages
   */
  public long pagesUpToTier(int tier) {
    long pages = 0;
    for (MemoryNode node : nodes) {
      pages += node.tier() <= tier ? node.capacityPages() : 0;
    }
    return pages;
  }

  /**
   * Counts pages that come to a node.
   *
   * @param from where they were, −1 for nowhere
   * @param to where they are now
   * @param pages how many
   */
  public void arrived(int from, int to, long pages) {
    int before = from < 0 ? tiers : nodes[from].tier();
    int after = Math.min(before, tiers - 1);
    for (int tier = nodes[to].tier(); tier < after; tier++) {
      ledger.add(arrivalSlots[tier], pages);
    }
  }

  /**
   * Pages that have come to a tier or a faster one, from slower ones or nowhere.
   *
   * @param tier a tier, not the slowest
   * @return a count that only grows
   */
  public long arrivals(int tier) {
    return ledger.get(arrivalSlots[tier]);
  }

  /**
   * What kernel work costs.
   *
   * @return constants
   */
  public CostModel costs() {
    return spec.costs();
  }

  /**
   * Books time for which a device was occupied.
   *
   * @param device its name
   * @param ps picoseconds
   */
  public void deviceTime(String device, long ps) {
    ledger.add(ledger.slot("device_ps", device), ps);
  }

  /**
   * Sets who is told what takes time.
   *
   * @param listener perhaps {@link Timeline#NONE}
   */
  public void timeline(Timeline listener) {
    timeline = listener;
  }

  /**
   * Who is told what takes time.
   *
   * @return perhaps {@link Timeline#NONE}
   */
  public Timeline timeline() {
    return timeline;
  }

  /**
   * The CPUs.
   *
   * @return their state
   */
  public Cpus cpuState() {
    return cpus;
  }

  /**
   * Closes a step on every node.
   *
   * @param lengthNs its length
   */
  public void endStep(double lengthNs) {
    if (terms != null) {
      terms.endStep(loads, ledger.get(clockSlot) / 1000, ledger.get(promotionsSlot), lengthNs);
    }
    for (int i = 0; i < nodes.length; i++) {
      nodes[i].endStep(lengthNs);
    }
  }

  @Override
  public int nodes() {
    return nodes.length;
  }

  @Override
  public MemoryNode node(int id) {
    return nodes[id];
  }

  @Override
  public int distance(int from, int to) {
    return spec.distance(from, to);
  }

  @Override
  public int cpus() {
    return cpuNode.length;
  }

  @Override
  public int nodeOfCpu(int cpu) {
    return cpuNode[cpu];
  }

  @Override
  public int idleCpus(int node) {
    return cpus.idle(node);
  }

  @Override
  public int cpusOf(int node) {
    return spec.nodes().get(node).cpus();
  }

  @Override
  public int runnableTasks(int node) {
    return cpus.runnable(node);
  }

  @Override
  public int complexCpus() {
    return costs().complexCpus();
  }

  @Override
  public double complexCopyGBps() {
    return costs().complexCopyGBps();
  }

  @Override
  public int demotionTarget(int node) {
    int best = -1;
    for (int to = 0; to < nodes.length; to++) {
      if (nodes[to].tier() == nodes[node].tier() + 1
          && (best < 0 || distance(node, to) < distance(node, best))) {
        best = to;
      }
    }
    return best;
  }
}
