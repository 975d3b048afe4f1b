package org.tierlab.source.abit;

/**
 * What an accessed bit, the idle, young and referenced flags say together, for 64 entries at a
 * time. All words are masked to present entries by the caller. In both rules a set accessed bit
 * sets the young flag, which nobody but reclaim clears again.
 */
public enum AccessRule {
  /**
   * V0 to V2: not idle, young, accessed or referenced counts as accessed, and every accessed folio
   * in slow memory is hot. Idle is set afterwards, but not where an accessed folio is in fast
   * memory (derived: the walker returns first), so that such a folio is hot at the first scan after
   * its demotion. Folios start non-idle, so that the first scan finds every slow folio hot, touched
   * or not; one that was once seen accessed stays young, hence hot, until reclaim looks at it (both
   * derived).
   */
  FIRST_ACCESS {
    @Override
    long accessed(long slow, long fast, long bit, long idle, long young, long referenced) {
      return (slow | fast) & (~idle | young | bit | referenced);
    }

    @Override
    long hot(long slow, long bit, long idle, long accessed) {
      return accessed & slow;
    }

    @Override
    long idleAfter(long slow, long fast, long bit, long idle, long accessed) {
      long kept = accessed & fast;
      return ((slow | fast) & ~kept) | (kept & idle & ~bit);
    }
  },

  /**
   * V3: idle is set first and cleared again where the accessed bit was set, so that it remembers
   * the last scan. Hot is what was not idle on entry and has its accessed bit set now, in two scans
   * in a row; a folio's first scan passes on one access, since folios start non-idle (derived).
   * Slow folios count as accessed only if they are hot, fast ones if they are young, accessed or
   * referenced.
   */
  SECOND_ACCESS {
    @Override
    long accessed(long slow, long fast, long bit, long idle, long young, long referenced) {
      return (slow & bit & ~idle) | (fast & (young | bit | referenced));
    }

    @Override
    long hot(long slow, long bit, long idle, long accessed) {
      return slow & bit & ~idle;
    }

    @Override
    long idleAfter(long slow, long fast, long bit, long idle, long accessed) {
      return (slow | fast) & ~bit;
    }
  };

  /** Entries that count as accessed. */
  abstract long accessed(long slow, long fast, long bit, long idle, long young, long referenced);

  /** Entries to publish. */
  abstract long hot(long slow, long bit, long idle, long accessed);

  /** The idle flags that the scan leaves. */
  abstract long idleAfter(long slow, long fast, long bit, long idle, long accessed);
}
