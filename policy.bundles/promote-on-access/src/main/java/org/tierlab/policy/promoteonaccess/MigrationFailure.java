package org.tierlab.policy.promoteonaccess;

import java.util.Locale;
import org.tierlab.api.policy.MigrationOutcome;

/**
 * Why a record did not move its folio, {@code enum kmmscand_migration_err}: ten codes, and from V2
 * on "not hot".
 *
 * <p>Five cannot occur: a folio without a mapping is invalid before its page tables are looked at,
 * locks are always free, and targets are fast where sources are slow.
 */
enum MigrationFailure {
  /** The process has exited while the record was on the global list; not counted as failed. */
  NULL_MM,
  /** The process has exited while its list was being emptied. */
  EXITING_MM,
  /** Unmapped meanwhile, unevictable. */
  INVALID_FOLIO,
  /** Isolated by somebody else. */
  NONLRU_FOLIO,
  /** Not in slow memory any more: moved by an earlier record of the same folio, or by others. */
  INELIGIBLE_SRC_NODE,
  /** On its target already; ineligible before that. */
  SAME_SRC_DEST_NODE,
  /** Never returned by the patch either. */
  PTE_NOT_PRESENT,
  /** No page table. */
  PMD_NOT_PRESENT,
  /** No page-table lock. */
  NO_PTE_OFFSET_MAP_LOCK,
  /** V2, V3: not active. */
  NOT_HOT_PAGE,
  /** Not isolated: the target would fall below its high watermark. */
  LRU_ISOLATION_ERR,
  /** The copy itself failed, which has no code of its own. */
  MIGRATE_MISPLACED_FOLIO;

  String counter(PromoteOnAccessKnobs.Series series) {
    return series.prefix() + "err_" + name().toLowerCase(Locale.ROOT);
  }

  /** The code of an attempt that did not move its folio. */
  static MigrationFailure of(MigrationOutcome outcome) {
    return switch (outcome) {
      case MM_EXITED -> EXITING_MM;
      case NOT_PRESENT, NOT_MIGRATABLE -> INVALID_FOLIO;
      case IN_FLIGHT, CLAIMED -> NONLRU_FOLIO;
      case MIGRATED, ALREADY_THERE -> INELIGIBLE_SRC_NODE;
      case TARGET_FULL -> LRU_ISOLATION_ERR;
      case COPY_FAILED, CANCELLED -> MIGRATE_MISPLACED_FOLIO;
    };
  }
}
