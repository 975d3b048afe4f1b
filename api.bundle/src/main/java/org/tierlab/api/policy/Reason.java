package org.tierlab.api.policy;

/** Why a folio moves: the kernel's migrate reason, which decides the counters it shows up in. */
public enum Reason {
  /** NUMA misplaced: moved by a hint fault. Counted in {@code numa_pages_migrated}. */
  NUMA_MISPLACED,
  /** Promotion by a kernel thread. */
  PROMOTION,
  /** Demotion by kswapd. Counted in {@code pgdemote_kswapd}. */
  DEMOTION_KSWAPD,
  /** Demotion by direct reclaim. Counted in {@code pgdemote_direct}. */
  DEMOTION_DIRECT,
  /** A DAMON scheme. */
  DAMON
}
