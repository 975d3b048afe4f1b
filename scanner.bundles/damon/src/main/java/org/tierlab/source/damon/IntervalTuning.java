package org.tierlab.source.damon;

/**
 * Aims at a share of positive access checks by making the intervals longer or shorter.
 *
 * <p>From mm/damon/core.c: the score is the ratio of seen to wanted access events in 1/10000; the
 * sampling interval is multiplied by 2 − score/10000, a reduction being halved so that the factor
 * lies between ½ and 2.
 */
final class IntervalTuning {
  private static final long GOAL = 10_000;

  private IntervalTuning() {}

  /**
   * The factor for the sampling interval.
   *
   * @param seen access events, in pages × samples
   * @param most as many as there could have been
   * @param accessBp wanted share of them, in 1/10000
   * @return in 1/10000: 5000 … 20000
   */
  static long adaptationBp(double seen, double most, long accessBp) {
    double wanted = Math.max(1, Math.floor(most * accessBp / GOAL));
    double score = Math.floor(seen * GOAL / wanted);
    if (score >= 2 * GOAL) {
      return GOAL / 2;
    }
    long adaptation = 2 * GOAL - (long) score;
    return adaptation <= GOAL ? GOAL / 2 + adaptation / 2 : adaptation;
  }

  /**
   * The next sampling interval.
   *
   * @param sampleUs the present one
   * @param adaptationBp from {@link #adaptationBp}
   * @param minUs least permitted
   * @param maxUs greatest permitted
   * @return microseconds
   */
  static long nextSampleUs(long sampleUs, long adaptationBp, long minUs, long maxUs) {
    return Math.max(minUs, Math.min(maxUs, sampleUs * adaptationBp / GOAL));
  }
}
