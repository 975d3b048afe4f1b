package org.tierlab.policy.damos;

import java.util.List;
import org.tierlab.api.machine.MachineView;
import org.tierlab.api.machine.NodeView;
import org.tierlab.api.policy.PolicyContext;

/**
 * A value that a scheme shall bring about, by which its quota is tuned.
 *
 * <p>From mm/damon/core.c. Left out for want of what they measure: memory pressure (PSI) and the
 * metrics of control groups.
 *
 * @param metric what is measured
 * @param target the value to reach
 * @param userInput the present value of {@link Metric#USER_INPUT}
 * @param node the node that is measured
 */
record QuotaGoal(Metric metric, long target, long userInput, int node) {
  /** The score of a goal that is reached. */
  static final long REACHED = 10_000;

  /** Least quota, in 1/10000 byte. */
  private static final long LEAST_BP = 10_000;

  /** What is measured. */
  enum Metric {
    /** Nothing: there is no goal. */
    NONE,
    /** What somebody sets. */
    USER_INPUT,
    /** Used memory of a node, in 1/10000 of it. */
    NODE_MEM_USED_BP,
    /** Free memory of a node, in 1/10000 of it. */
    NODE_MEM_FREE_BP,
    /** Pages on active LRU lists, in 1/10000 of all on lists. */
    ACTIVE_MEM_BP,
    /** Pages on inactive LRU lists, in 1/10000 of all on lists. */
    INACTIVE_MEM_BP
  }

  /** How the quota follows the goal. */
  enum Tuner {
    /** In proportion to what is missing. */
    CONSIST,
    /** All that is permitted until the goal is reached, then nothing. */
    TEMPORAL
  }

  boolean exists() {
    return metric != Metric.NONE;
  }

  /** How far the one of several goals is reached that is reached the farthest, in 1/10000. */
  static long score(List<QuotaGoal> goals, PolicyContext context) {
    return goals.stream().mapToLong(goal -> goal.score(context)).max().orElse(REACHED);
  }

  /** How far the goal is reached, in 1/10000. */
  long score(PolicyContext context) {
    double share = (double) current(context) * REACHED / target;
    return (long) Math.min(share, 1e15);
  }

  private long current(PolicyContext context) {
    NodeView measured = context.machine().node(Math.min(node, context.machine().nodes() - 1));
    long capacity = measured.capacityPages();
    return switch (metric) {
      case NONE -> target;
      case USER_INPUT -> userInput;
      case NODE_MEM_USED_BP -> (capacity - measured.freePages()) * REACHED / capacity;
      case NODE_MEM_FREE_BP -> measured.freePages() * REACHED / capacity;
      case ACTIVE_MEM_BP -> lruShare(context, true);
      case INACTIVE_MEM_BP -> lruShare(context, false);
    };
  }

  private static long lruShare(PolicyContext context, boolean active) {
    MachineView machine = context.machine();
    long wanted = 0;
    long all = 0;
    for (int n = 0; n < machine.nodes(); n++) {
      long on = context.lru(n).activePages();
      long off = context.lru(n).inactivePages();
      wanted += active ? on : off;
      all += on + off;
    }
    return all == 0 ? 0 : wanted * REACHED / all;
  }

  /**
   * The next quota.
   *
   * @param tuner how it follows
   * @param lastBp the last one, in 1/10000 byte
   * @param score from {@link #score}
   * @return in 1/10000 byte; {@link Long#MAX_VALUE} for no limit by the goal
   */
  static long nextBp(Tuner tuner, long lastBp, long score) {
    if (tuner == Tuner.TEMPORAL) {
      return score >= REACHED ? 0 : Long.MAX_VALUE;
    }
    long last = Math.max(LEAST_BP, lastBp);
    if (score == REACHED) {
      return last;
    }
    if (score >= 2 * REACHED) {
      return LEAST_BP;
    }
    double next = last * (2.0 - (double) score / REACHED);
    return Math.max(LEAST_BP, (long) next);
  }
}
