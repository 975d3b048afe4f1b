package org.tierlab.policy.moron;

import org.tierlab.api.policy.FaultDecision;
import org.tierlab.api.policy.FaultQuestion;

/**
 * Migrates on every reference: whatever takes a hint fault goes to the faulting CPU's node at once.
 *
 * <p>From the 2012 balancenuma series ("migrate on reference of NUMA-hinting fault"), before it had
 * the two-stage filter: greedy, without memory and without a limit. Pages that tasks of two nodes
 * share go back and forth. Stateless.
 */
public final class MoronPolicy implements FaultDecision {
  /** Makes the policy. */
  public MoronPolicy() {}

  @Override
  public int target(FaultQuestion question) {
    int node = question.accessingNode();
    return question.residentNode() == node ? STAY : node;
  }
}
