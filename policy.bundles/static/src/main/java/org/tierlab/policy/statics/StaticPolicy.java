package org.tierlab.policy.statics;

import org.tierlab.api.policy.FaultDecision;
import org.tierlab.api.policy.FaultQuestion;

/**
 * Moves nothing: every folio stays where its first touch, or the workload, has put it.
 *
 * <p>The row that comparisons call "no tiering". Sources that run beside it cost what they cost: a
 * hint fault is taken, asked about here, and answered with {@link #STAY}. That differs from a run
 * without policy only in the fault's outcome, which a source may adapt its scan period to. Being
 * listed, it can be swapped in and out while a workload runs. Stateless.
 */
public final class StaticPolicy implements FaultDecision {
  /** Makes the policy. */
  public StaticPolicy() {}

  @Override
  public int target(FaultQuestion question) {
    return STAY;
  }
}
