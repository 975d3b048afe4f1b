package org.tierlab.policy.oracle;

import org.tierlab.api.knob.Knob;

/**
 * Knobs of the oracle.
 *
 * @param epoch accesses of all tasks from one placement to the next
 */
public record OracleKnobs(
    @Knob(
            value = "0",
            min = 0,
            max = 1 << 24,
            about =
                "Accesses of an epoch; 0 for 16 times the pages of the fast tier, 65536 to 16777216.")
        long epoch) {
  private static final long ROUNDS = 16;
  private static final long LEAST = 1L << 16;
  private static final long MOST = 1L << 24;

  /**
   * The length of an epoch.
   *
   * @param fastPages pages of the fast tier
   * @return accesses
   */
  long epochAccesses(long fastPages) {
    return epoch > 0 ? epoch : Math.max(LEAST, Math.min(MOST, ROUNDS * fastPages));
  }
}
