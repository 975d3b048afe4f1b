package org.tierlab.policy.homenode;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Looks for the task with which another one should change places. There must be a gain on both
 * sides, of the one that comes over the one that leaves and over its own present node; among
 * several the greatest sum decides, then the order of creation. Tasks of one address space are
 * compared by their own faults, others by those of their address spaces.
 */
final class SwapSearch {
  private SwapSearch() {}

  /**
   * The partner with the greatest gain.
   *
   * @param me the task that is better placed elsewhere
   * @param others tasks with statistics, in order of creation
   * @return one of them that is on another node, null if no swap gains
   */
  static @Nullable TaskFaults partner(TaskFaults me, List<TaskFaults> others) {
    int here = me.task().node();
    TaskFaults best = null;
    int most = 0;
    for (int i = 0; i < others.size(); i++) {
      TaskFaults other = others.get(i);
      int there = other.task().node();
      if (there != here && !other.task().exited() && other.own().known()) {
        int gain = gain(me, other, here, there);
        if (gain > most) {
          most = gain;
          best = other;
        }
      }
    }
    return best;
  }

  /** The sum of both differences, 0 unless both are above 0. */
  static int gain(TaskFaults me, TaskFaults other, int here, int there) {
    boolean sameMm = me.mm() == other.mm();
    FaultWeights mine = sameMm ? me.own() : me.mm().weights();
    FaultWeights its = sameMm ? other.own() : other.mm().weights();
    int overOther = mine.weight(there) - its.weight(there);
    int overHere = mine.weight(there) - mine.weight(here);
    return overOther > 0 && overHere > 0 ? overOther + overHere : 0;
  }
}
