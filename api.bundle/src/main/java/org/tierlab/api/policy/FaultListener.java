package org.tierlab.api.policy;

import org.tierlab.api.hotness.FaultOutcome;

/** Is told how a hint fault ended, whoever decided on it. */
@FunctionalInterface
public interface FaultListener {
  /**
   * Runs in the faulting task after the migration, if there was one.
   *
   * @param question the fault; {@link FaultQuestion#residentNode()} is where the folio is now
   * @param outcome what came of it
   */
  void decided(FaultQuestion question, FaultOutcome outcome);
}
