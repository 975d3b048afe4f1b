package org.tierlab.api.memory;

/**
 * Folio flags that mechanisms share, one plane each; they are the kernel's page-idle and LRU flags.
 */
public enum FolioFlag {
  /** Set by idle page tracking; cleared when somebody sees an access. Folios start without it. */
  IDLE,
  /** An access was seen by a walker that cleared the accessed bit; reclaim still honours it. */
  YOUNG,
  /** Referenced once on its LRU list. */
  REFERENCED,
  /** On the active LRU list. */
  ACTIVE
}
