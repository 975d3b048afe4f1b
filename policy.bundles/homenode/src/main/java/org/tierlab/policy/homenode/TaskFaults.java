package org.tierlab.policy.homenode;

import org.tierlab.api.time.TaskView;

/** What is known of a task: its own faults, those of its address space, and when it was placed. */
final class TaskFaults {
  private final TaskView task;
  private final FaultWeights own;
  private final MmFaults mm;
  private int sequence;

  TaskFaults(TaskView task, int nodes, MmFaults mm, int sequence) {
    this.task = task;
    this.mm = mm;
    this.sequence = sequence;
    own = new FaultWeights(nodes);
  }

  TaskView task() {
    return task;
  }

  FaultWeights own() {
    return own;
  }

  MmFaults mm() {
    return mm;
  }

  void count(int node, long pages) {
    own.count(node, pages);
    mm.weights().count(node, pages);
  }

  /** Whether a pass over the memory was completed since this was asked last. */
  boolean passCompleted(int mmSequence) {
    boolean completed = mmSequence != sequence;
    sequence = mmSequence;
    return completed;
  }
}
