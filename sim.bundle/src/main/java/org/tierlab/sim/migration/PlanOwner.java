package org.tierlab.sim.migration;

import org.tierlab.api.policy.MigrationOutcome;

/** The policy that a migration is attributed to. */
public interface PlanOwner {
  /**
   * Its place in the order of precedence.
   *
   * @return 0 for the first
   */
  int precedence();

  /**
   * Counts an outcome.
   *
   * @param outcome what became of a folio
   * @param promotedPages pages that got to a faster tier
   * @param demotedPages pages that got to a slower tier
   */
  void count(MigrationOutcome outcome, long promotedPages, long demotedPages);

  /**
   * Counts pages that came to another tier without a migration.
   *
   * @param promotedPages pages that got to a faster tier
   * @param demotedPages pages that got to a slower tier
   */
  void countPages(long promotedPages, long demotedPages);
}
