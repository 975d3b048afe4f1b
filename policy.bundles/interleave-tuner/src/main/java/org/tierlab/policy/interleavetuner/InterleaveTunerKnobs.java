package org.tierlab.policy.interleavetuner;

import org.tierlab.api.knob.Knob;
import org.tierlab.api.knob.KnobException;
import org.tierlab.api.knob.Unit;

/**
 * The tuner's knobs. The kernel has none of them: the interleaving patches leave the choice of
 * weights to user space.
 *
 * @param scheme the policy whose weights are tuned
 * @param intervalMs time between two looks at the nodes
 * @param parts the sum of the weights
 * @param highPercent use of its peak bandwidth at which the home node gives a part away
 * @param lowPercent use that the home node may have after it has taken a part back
 * @param settleIntervals looks that pass after a change before the next decision
 */
public record InterleaveTunerKnobs(
    @Knob(
            value = "damos",
            runtime = false,
            about = "What the run calls the damos policy whose destinations' weights are tuned.")
        String scheme,
    @Knob(
            value = "1000",
            unit = Unit.MS,
            min = 1,
            max = 1e7,
            about = "Time between two looks at the nodes' bandwidth.")
        long intervalMs,
    @Knob(
            value = "4",
            min = 1,
            max = 1024,
            about =
                "Sum of the weights: a change moves one part of this many of the memory that the"
                    + " scheme matches. 4 has the published 3:1.")
        int parts,
    @Knob(
            value = "75",
            unit = Unit.PERCENT,
            min = 1,
            max = 100,
            about =
                "Share of its peak from which on the first destination gives a part away; assumed:"
                    + " from three quarters on latency rises.")
        double highPercent,
    @Knob(
            value = "60",
            unit = Unit.PERCENT,
            min = 0,
            max = 100,
            about = "Share of its peak that it may reach by taking a part back.")
        double lowPercent,
    @Knob(
            value = "1",
            min = 0,
            max = 1000,
            about =
                "Looks that pass after a change before the next decision, so that the scheme has"
                    + " moved the pages and the copies do not count.")
        int settleIntervals) {

  /** Checks that there is a zone in which nothing changes. */
  public InterleaveTunerKnobs {
    if (lowPercent >= highPercent) {
      throw new KnobException(
          "low_percent",
          "knob 'low_percent' is '%s', expected less than 'high_percent'".formatted(lowPercent));
    }
  }
}
