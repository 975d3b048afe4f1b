package org.tierlab.sim.experiment;

import java.util.List;

/**
 * The machine of an experiment.
 *
 * @param name for tables
 * @param nodes memory nodes, 1 to 8; at least one has CPUs
 * @param distances SLIT distances, one row a node; empty for 10 on the diagonal and 20 elsewhere
 * @param watermarkScaleFactor {@code vm.watermark_scale_factor}, in 1/10000 of a node
 * @param costs what kernel work costs
 * @param hypotheses what else run times are explained by
 */
public record MachineSpec(
    String name,
    List<NodeSpec> nodes,
    List<List<Integer>> distances,
    int watermarkScaleFactor,
    CostModel costs,
    Hypotheses hypotheses) {

  /** Checks the shape. */
  public MachineSpec {
    nodes = List.copyOf(nodes);
    distances = List.copyOf(distances);
    if (nodes.isEmpty() || nodes.size() > 8) {
      throw new IllegalArgumentException(
          "machine.nodes has " + nodes.size() + " nodes, expected 1 to 8");
    }
    if (nodes.stream().noneMatch(node -> node.cpus() > 0)) {
      throw new IllegalArgumentException("machine.nodes has no CPU, expected at least one");
    }
    int count = nodes.size();
    if (!distances.isEmpty()
        && (distances.size() != count || distances.stream().anyMatch(row -> row.size() != count))) {
      throw new IllegalArgumentException(
          "machine.distances is not a table of " + nodes.size() + " by " + nodes.size());
    }
  }

  /**
   * A machine without hypotheses.
   *
   * @param name for tables
   * @param nodes memory nodes, 1 to 8; at least one has CPUs
   * @param distances SLIT distances, one row a node; empty for 10 on the diagonal and 20 elsewhere
   * @param watermarkScaleFactor {@code vm.watermark_scale_factor}, in 1/10000 of a node
   * @param costs what kernel work costs
   */
  public MachineSpec(
      String name,
      List<NodeSpec> nodes,
      List<List<Integer>> distances,
      int watermarkScaleFactor,
      CostModel costs) {
    this(name, nodes, distances, watermarkScaleFactor, costs, Hypotheses.NONE);
  }

  /**
   * The SLIT distance between two nodes.
   *
   * @param from a node
   * @param to a node
   * @return 10 for the node itself
   */
  public int distance(int from, int to) {
    return distances.isEmpty() ? (from == to ? 10 : 20) : distances.get(from).get(to);
  }
}
