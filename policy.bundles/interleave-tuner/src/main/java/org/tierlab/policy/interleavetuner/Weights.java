package org.tierlab.policy.interleavetuner;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The destinations of a scheme, in its order: nodes with their weights. The first is home.
 *
 * @param dests numbers of the destinations in the scheme
 * @param nodes their nodes
 * @param weights their weights
 */
record Weights(List<Integer> dests, List<Integer> nodes, List<Integer> weights) {
  /** Destinations that a scheme may have. */
  static final int MOST = 8;

  Weights {
    dests = List.copyOf(dests);
    nodes = List.copyOf(nodes);
    weights = List.copyOf(weights);
  }

  /**
   * Reads them from the knobs of a scheme; destinations on nodes that do not exist are left out.
   */
  static Weights of(Map<String, Object> knobs, int machineNodes) {
    List<Integer> dests = new ArrayList<>();
    List<Integer> nodes = new ArrayList<>();
    List<Integer> weights = new ArrayList<>();
    for (int i = 0; i < MOST; i++) {
      int node = number(knobs, "dest" + i + "_id", -1);
      if (node >= 0 && node < machineNodes) {
        dests.add(i);
        nodes.add(node);
        weights.add(number(knobs, "dest" + i + "_weight", 0));
      }
    }
    return new Weights(dests, nodes, weights);
  }

  private static int number(Map<String, Object> knobs, String name, int otherwise) {
    return knobs.get(name) instanceof Number number ? number.intValue() : otherwise;
  }

  int size() {
    return nodes.size();
  }

  int node(int i) {
    return nodes.get(i);
  }

  int weight(int i) {
    return weights.get(i);
  }

  int sum() {
    return weights.stream().mapToInt(Integer::intValue).sum();
  }

  /**
   * The same shares in so many parts, rounded down; what is left over goes home. Without weights
   * everything is at home.
   */
  Weights inParts(int parts) {
    int sum = sum();
    List<Integer> scaled = new ArrayList<>();
    int away = 0;
    for (int i = 0; i < size(); i++) {
      int share = sum == 0 || i == 0 ? 0 : (int) ((long) weight(i) * parts / sum);
      scaled.add(share);
      away += share;
    }
    if (!scaled.isEmpty()) {
      scaled.set(0, parts - away);
    }
    return new Weights(dests, nodes, scaled);
  }

  /** One part less here and one more there. */
  Weights move(int from, int to) {
    List<Integer> moved = new ArrayList<>(weights);
    moved.set(from, moved.get(from) - 1);
    moved.set(to, moved.get(to) + 1);
    return new Weights(dests, nodes, moved);
  }

  /** The knobs that set the scheme's weights to these. */
  Map<String, Object> knobs() {
    Map<String, Object> knobs = new LinkedHashMap<>();
    for (int i = 0; i < size(); i++) {
      knobs.put("dest" + dests.get(i) + "_weight", weight(i));
    }
    return knobs;
  }
}
