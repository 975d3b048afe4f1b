package org.tierlab.sim.recording;

/**
 * How much a recording holds. Whatever the run's length, it stays below these bounds: when samples
 * or columns are full, their interval doubles.
 *
 * @param intervalNs simulated time between two samples, nanoseconds, at least 1; samples are taken
 *     at the end of the step that passes it, and a step is 1 ms at most
 * @param maxSamples samples, an even number from 4
 * @param heatRows most address ranges of the heat map, from 2
 * @param heatColumns most time bins of the heat map, an even number from 4
 */
public record RecordingSetting(long intervalNs, int maxSamples, int heatRows, int heatColumns) {
  /** A step's length: no interval below it would bring more. */
  public static final long STEP_NS = 1_000_000;

  /** Most samples that a setting may ask for. */
  public static final int MOST_SAMPLES = 20_000;

  /** Checks the bounds. */
  public RecordingSetting {
    require(intervalNs >= 1, "interval of " + intervalNs + " ns");
    require(
        maxSamples >= 4 && maxSamples % 2 == 0 && maxSamples <= MOST_SAMPLES,
        maxSamples + " samples");
    require(heatRows >= 2 && heatRows <= 4096, heatRows + " rows");
    require(
        heatColumns >= 4 && heatColumns % 2 == 0 && heatColumns <= 4096, heatColumns + " columns");
  }

  /**
   * Between a thousand and two thousand samples of a run of any length.
   *
   * @return starts at the length of a step
   */
  public static RecordingSetting automatic() {
    return new RecordingSetting(STEP_NS, 2_000, 192, 400);
  }

  /**
   * Samples at an interval of one's own, which doubles only beyond {@link #MOST_SAMPLES}.
   *
   * @param intervalNs simulated time between two samples
   * @return a setting
   */
  public static RecordingSetting every(long intervalNs) {
    return new RecordingSetting(intervalNs, MOST_SAMPLES, 192, 400);
  }

  private static void require(boolean holds, String what) {
    if (!holds) {
      throw new IllegalArgumentException("a recording cannot have " + what);
    }
  }
}
