package org.tierlab.policy.damos;

import java.util.Arrays;

/**
 * Which regions come first under a quota: a score of 0 to 99 for each, and the least score that
 * fits into the quota.
 *
 * <p>From mm/damon/ops-common.c and core.c. The age counts by its logarithm, and against a region
 * that is not accessed. Quirks kept: the size has no part in the score, whatever its weight;
 * without weights all regions score alike.
 */
final class Priority {
  /** The best score. */
  static final int MAX_SCORE = 99;

  private static final int MAX_SUBSCORE = 100;
  private static final int MAX_LOG_AGE = 32;

  private final long[] bytesOfScore = new long[MAX_SCORE + 1];
  private int highest;

  static int score(
      DamosKnobs.Action action,
      int nrAccesses,
      int maxNrAccesses,
      long ageNs,
      int nrAccessesWeight,
      int ageWeight) {
    if (action == DamosKnobs.Action.STAT) {
      return MAX_SCORE;
    }
    int hot = hotScore(nrAccesses, maxNrAccesses, ageNs, nrAccessesWeight, ageWeight);
    return action == DamosKnobs.Action.MIGRATE_HOT ? hot : MAX_SCORE - hot;
  }

  private static int hotScore(
      int nrAccesses, int maxNrAccesses, long ageNs, int nrAccessesWeight, int ageWeight) {
    long frequency = Math.min(MAX_SUBSCORE, (long) nrAccesses * MAX_SUBSCORE / maxNrAccesses);
    long ageSeconds = ageNs / 1_000_000_000L;
    int logAge = Math.min(MAX_LOG_AGE, 64 - Long.numberOfLeadingZeros(ageSeconds));
    int signed = frequency == 0 ? -logAge : logAge;
    long age = (long) (signed + MAX_LOG_AGE) * MAX_SUBSCORE / (2 * MAX_LOG_AGE);
    long hotness = nrAccessesWeight * frequency + ageWeight * age;
    int weights = nrAccessesWeight + ageWeight;
    return (int) ((weights == 0 ? hotness : hotness / weights) * MAX_SCORE / MAX_SUBSCORE);
  }

  void clear() {
    Arrays.fill(bytesOfScore, 0);
    highest = 0;
  }

  void add(int score, long bytes) {
    bytesOfScore[score] += bytes;
    highest = Math.max(highest, score);
  }

  /** The score from which on regions add up to the quota; 0 if all of them do not. */
  int leastScore(long quotaBytes) {
    long sum = 0;
    int score = highest;
    while (true) {
      sum += bytesOfScore[score];
      if (sum >= quotaBytes || score == 0) {
        return score;
      }
      score--;
    }
  }
}
