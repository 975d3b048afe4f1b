package org.tierlab.source.abit;

/**
 * What an accessed bit, the idle, young and referenced flags say together, for 64 entries at a
 * time. All words are masked to present entries by the caller. In both rules a set accessed bit
 * sets the young flag, which nobody but reclaim clears again.
 */
public enum AccessRule {
  /**
   * V0 to V2: not idle, young, accessed or referenced counts as accessed, and every accessed folio
   * is hot. Idle is set afterwards. Folios start non-idle, so that the first scan finds every folio
   * hot, touched or not; one that was once seen accessed stays young, hence hot, until reclaim
   * looks at it (both derived).
   */
  FIRST_ACCESS {
    @Override
    long accessed(long present, long bit, long idle, long young, long referenced) {
      return present & (~idle | young | bit | referenced);
    }

    @Override
    long hot(long present, long bit, long idle, long accessed) {
      return accessed;
    }

    @Override
    long idleAfter(long present, long bit) {
      return present;
    }
  },

  /**
   * V3: idle is set first and cleared again where the accessed bit was set, so that it remembers
   * the last scan. Hot is what was not idle on entry and has its accessed bit set now, in two scans
   * in a row; a folio's first scan passes on one access, since folios start non-idle (derived).
   */
  SECOND_ACCESS {
    @Override
    long accessed(long present, long bit, long idle, long young, long referenced) {
      return present & bit;
    }

    @Override
    long hot(long present, long bit, long idle, long accessed) {
      return accessed & ~idle;
    }

    @Override
    long idleAfter(long present, long bit) {
      return present & ~bit;
    }
  };

  /** Entries that count as accessed. */
  abstract long accessed(long present, long bit, long idle, long young, long referenced);

  /** Entries to publish if they are in slow memory. */
  abstract long hot(long present, long bit, long idle, long accessed);

  /** The idle flags that the scan leaves. */
  abstract long idleAfter(long present, long bit);
}
