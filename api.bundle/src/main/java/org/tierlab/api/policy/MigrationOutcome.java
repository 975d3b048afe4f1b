package org.tierlab.api.policy;

/** What became of one folio of a migration plan. */
public enum MigrationOutcome {
  /** Now on its target node. */
  MIGRATED,
  /** Was on the target node already; not an attempt. */
  ALREADY_THERE,
  /** The address space has exited. */
  MM_EXITED,
  /** No folio is present at that page. */
  NOT_PRESENT,
  /**
   * Its VMA does not permit migration; or it is a dirty folio of a file, which the kernel does not
   * promote, whether by a hint fault or by a kernel thread.
   */
  NOT_MIGRATABLE,
  /** A policy of higher precedence has claimed it in this step. */
  CLAIMED,
  /** Another migration of it is in flight. */
  IN_FLIGHT,
  /** The target node lacks free pages above the watermark that the plan respects. */
  TARGET_FULL,
  /** The copy engine reported a failure; the folio is back at its source. */
  COPY_FAILED,
  /** The policy or the run ended before the copy; the folio is back at its source. */
  CANCELLED
}
