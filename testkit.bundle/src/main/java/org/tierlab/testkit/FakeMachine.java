package org.tierlab.testkit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.tierlab.api.machine.MachineView;

/**
 * A machine, built node by node: {@code new FakeMachine().dram(1024, 2).cxl(4096)} has two CPUs on
 * node 0 and a CPU-less node 1. CPUs are numbered node by node. Nodes with CPUs are 20 apart, a
 * node without is 24 from the others until {@link #distance(int, int, int)} says otherwise.
 */
public final class FakeMachine implements MachineView {
  private static final int MAX_NODES = 8;

  private final List<FakeNode> nodes = new ArrayList<>();
  private final List<Integer> nodeOfCpu = new ArrayList<>();
  private final int[][] distances = new int[MAX_NODES][MAX_NODES];
  private final int[] idle = new int[MAX_NODES];
  private final int[] runnable = new int[MAX_NODES];
  private int complexCpus = 16;
  private double complexCopyGBps = 25.6;

  /** Makes a machine without nodes. */
  public FakeMachine() {
    Arrays.fill(idle, -1);
  }

  /**
   * Adds a top-tier node.
   *
   * @param pages its capacity
   * @param cpus its CPUs
   * @return this
   */
  public FakeMachine dram(long pages, int cpus) {
    return add(0, pages, cpus);
  }

  /**
   * Adds a slow node without CPUs, in tier 1.
   *
   * @param pages its capacity
   * @return this
   */
  public FakeMachine cxl(long pages) {
    return add(1, pages, 0);
  }

  /**
   * Adds a node.
   *
   * @param tier 0 for the fastest
   * @param pages its capacity
   * @param cpus its CPUs
   * @return this
   */
  public FakeMachine add(int tier, long pages, int cpus) {
    int id = nodes.size();
    if (id == MAX_NODES) {
      throw new IllegalStateException("a machine has at most " + MAX_NODES + " nodes");
    }
    nodes.add(new FakeNode(id, tier, pages, cpus));
    for (int i = 0; i < cpus; i++) {
      nodeOfCpu.add(id);
    }
    return this;
  }

  /**
   * Sets a distance in both directions.
   *
   * @param one a node
   * @param other another node
   * @param distance more than 10
   * @return this
   */
  public FakeMachine distance(int one, int other, int distance) {
    distances[one][other] = distance;
    distances[other][one] = distance;
    return this;
  }

  /**
   * Sets how many CPUs of a node are idle; at first all are.
   *
   * @param node a node
   * @param cpus how many
   * @return this
   */
  public FakeMachine idleCpus(int node, int cpus) {
    idle[node] = cpus;
    return this;
  }

  /**
   * Sets how many tasks want to run on a node; at first none does.
   *
   * @param node a node
   * @param tasks how many
   * @return this
   */
  public FakeMachine runnableTasks(int node, int tasks) {
    runnable[node] = tasks;
    return this;
  }

  /**
   * Sets the core complexes; at first of 16 CPUs that copy 25.6 bytes/ns together.
   *
   * @param cpus CPUs of one
   * @param copyGBps what they copy together
   * @return this
   */
  public FakeMachine complexes(int cpus, double copyGBps) {
    complexCpus = cpus;
    complexCopyGBps = copyGBps;
    return this;
  }

  @Override
  public int cpusOf(int node) {
    return node(node).cpus();
  }

  @Override
  public int runnableTasks(int node) {
    return runnable[node];
  }

  @Override
  public int complexCpus() {
    return complexCpus;
  }

  @Override
  public double complexCopyGBps() {
    return complexCopyGBps;
  }

  @Override
  public int nodes() {
    return nodes.size();
  }

  @Override
  public FakeNode node(int id) {
    return nodes.get(id);
  }

  @Override
  public int distance(int from, int to) {
    if (from == to) {
      return 10;
    }
    if (distances[from][to] != 0) {
      return distances[from][to];
    }
    return node(from).hasCpus() && node(to).hasCpus() ? 20 : 24;
  }

  @Override
  public int cpus() {
    return nodeOfCpu.size();
  }

  @Override
  public int nodeOfCpu(int cpu) {
    return nodeOfCpu.get(cpu);
  }

  @Override
  public int idleCpus(int node) {
    return idle[node] >= 0 ? idle[node] : node(node).cpus();
  }

  @Override
  public int demotionTarget(int node) {
    int best = -1;
    for (FakeNode candidate : nodes) {
      boolean lower = candidate.tier() == nextLowerTier(node(node).tier());
      if (lower && (best < 0 || distance(node, candidate.id()) < distance(node, best))) {
        best = candidate.id();
      }
    }
    return best;
  }

  private int nextLowerTier(int tier) {
    return nodes.stream().mapToInt(FakeNode::tier).filter(t -> t > tier).min().orElse(-1);
  }
}
