package org.tierlab.policy.tenant;

/**
 * Weighted max-min fairness by water filling (Bertsekas and Gallager, "Data Networks", 1987): who
 * wants no more than his share of what is left gets what he wants, and what he leaves is shared by
 * the others.
 */
final class FairShares {
  private FairShares() {}

  /**
   * Divides a capacity.
   *
   * @param capacity what there is
   * @param demands who wants how much; not negative
   * @param shares their weights, at least 1
   * @param n how many they are
   * @param caps receives what each may have: his demand if the capacity is enough for all
   */
  static void divide(long capacity, long[] demands, int[] shares, int n, long[] caps) {
    long left = capacity;
    long open = 0;
    for (int i = 0; i < n; i++) {
      caps[i] = -1;
      open += shares[i];
    }
    boolean satisfied = true;
    while (satisfied) {
      satisfied = false;
      for (int i = 0; i < n; i++) {
        if (caps[i] < 0 && demands[i] <= left * shares[i] / open) {
          caps[i] = demands[i];
          left -= demands[i];
          open -= shares[i];
          satisfied = true;
        }
      }
    }
    for (int i = 0; i < n; i++) {
      if (caps[i] < 0) {
        caps[i] = left * shares[i] / open;
      }
    }
  }
}
