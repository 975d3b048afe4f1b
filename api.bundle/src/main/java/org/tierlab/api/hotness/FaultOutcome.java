package org.tierlab.api.hotness;

/** What came of a hint fault. */
public enum FaultOutcome {
  /** No attached policy answers hint faults. */
  NO_POLICY,
  /** Every policy let the folio stay. */
  STAYED,
  /** The folio was migrated. */
  MIGRATED,
  /** A policy wanted it moved, but the migration failed. */
  FAILED
}
