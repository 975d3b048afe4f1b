package org.tierlab.api.machine;

import org.osgi.annotation.versioning.ProviderType;

/** The simulated machine: nodes, distances and CPUs. */
@ProviderType
public interface MachineView {
  /**
   * The number of memory nodes.
   *
   * @return 1 … 8
   */
  int nodes();

  /**
   * A node.
   *
   * @param id 0 … {@link #nodes()} − 1
   * @return its view
   */
  NodeView node(int id);

  /**
   * The SLIT distance between two nodes.
   *
   * @param from a node
   * @param to a node
   * @return 10 for the node itself, more for others
   */
  int distance(int from, int to);

  /**
   * The number of CPUs.
   *
   * @return at least 1
   */
  int cpus();

  /**
   * The node that a CPU belongs to.
   *
   * @param cpu 0 … {@link #cpus()} − 1
   * @return a node
   */
  int nodeOfCpu(int cpu);

  /**
   * CPUs of one node that ran nothing in the last engine step.
   *
   * @param node a node
   * @return the number of idle CPUs
   */
  int idleCpus(int node);

  /**
   * The CPUs of one node.
   *
   * @param node a node
   * @return how many, 0 for a CPU-less node
   */
  int cpusOf(int node);

  /**
   * Tasks that wanted to run on the CPUs of one node in the last engine step.
   *
   * @param node a node
   * @return how many; more than its CPUs if some share
   */
  int runnableTasks(int node);

  /**
   * CPUs that share a last-level cache and a port to the memory: a core complex (CCD).
   *
   * @return at least 1; a node has its CPUs in groups of so many, the last one possibly smaller
   */
  int complexCpus();

  /**
   * What the CPUs of one core complex copy together at most.
   *
   * @return bytes per nanosecond
   */
  double complexCopyGBps();

  /**
   * The nearest node of the next lower tier, where the kernel demotes to.
   *
   * @param node a node
   * @return a node, or −1 if {@code node} is in the lowest tier
   */
  int demotionTarget(int node);
}
