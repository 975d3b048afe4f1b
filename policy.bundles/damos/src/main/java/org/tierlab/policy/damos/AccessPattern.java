package org.tierlab.policy.damos;

/**
 * Which regions a scheme is about.
 *
 * @param szMin least size, bytes
 * @param szMax greatest size
 * @param nrAccessesMin least number of samples that found an access
 * @param nrAccessesMax greatest number
 * @param ageMin least age, aggregations
 * @param ageMax greatest age
 */
record AccessPattern(
    long szMin, long szMax, int nrAccessesMin, int nrAccessesMax, int ageMin, int ageMax) {

  boolean matches(long bytes, int nrAccesses) {
    return szMin <= bytes
        && bytes <= szMax
        && nrAccessesMin <= nrAccesses
        && nrAccesses <= nrAccessesMax;
  }

  boolean matchesAge(long age) {
    return ageMin <= age && age <= ageMax;
  }

  /** Whether an age and every lesser one match. */
  boolean matchesUpTo(long age) {
    return ageMin == 0 && age <= ageMax;
  }
}
