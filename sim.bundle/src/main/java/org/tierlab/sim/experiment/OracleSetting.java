package org.tierlab.sim.experiment;

/**
 * Whether a run tells the oracle bound, which takes a second pass over its accesses.
 *
 * @param when whether it is told
 * @param epochAccesses accesses of an epoch, 0 for {@link #DEFAULT_ROUNDS} times the pages of the
 *     fast tier, at least {@link #LEAST_EPOCH}
 */
public record OracleSetting(When when, long epochAccesses) {
  /** When the bound is told. */
  public enum When {
    /** After runs of at most {@link #AUTO_ACCESSES} accesses. */
    AUTO,
    /** After every run. */
    ALWAYS,
    /** Never. */
    NEVER
  }

  /** What holds in an experiment file that says nothing. */
  public static final OracleSetting DEFAULT = new OracleSetting(When.AUTO, 0);

  /** No bound. */
  public static final OracleSetting NONE = new OracleSetting(When.NEVER, 0);

  /** Most accesses of a run whose bound is told without being asked for: a second or two. */
  public static final long AUTO_ACCESSES = 1L << 26;

  /**
   * Accesses of an epoch for every page of the fast tier: enough to tell hot pages from cold ones,
   * and few enough that a page at a time, at 1.5 us each, no one thread could exchange that tier
   * meanwhile while one task accesses memory.
   */
  public static final long DEFAULT_ROUNDS = 16;

  /** Least number of accesses of an epoch unless set: tasks make so many in a few steps. */
  public static final long LEAST_EPOCH = 1L << 16;

  /** Checks the length. */
  public OracleSetting {
    if (epochAccesses < 0) {
      throw new IllegalArgumentException("an epoch of " + epochAccesses + " accesses");
    }
  }

  /**
   * The length of an epoch on a machine.
   *
   * @param fastPages pages of its fast tier
   * @return accesses
   */
  public long epochAccesses(long fastPages) {
    return epochAccesses > 0 ? epochAccesses : Math.max(LEAST_EPOCH, DEFAULT_ROUNDS * fastPages);
  }
}
