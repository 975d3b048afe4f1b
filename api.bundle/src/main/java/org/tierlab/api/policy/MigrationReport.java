package org.tierlab.api.policy;

import org.osgi.annotation.versioning.ProviderType;

/** What became of a plan, index by index. Valid during the completion call. */
@ProviderType
public interface MigrationReport {
  /**
   * The plan that was carried out.
   *
   * @return the plan as submitted
   */
  MigrationPlan plan();

  /**
   * What became of a folio.
   *
   * @param i its index in the plan
   * @return the outcome
   */
  MigrationOutcome outcome(int i);

  /**
   * Folios migrated.
   *
   * @return how many outcomes are {@link MigrationOutcome#MIGRATED}
   */
  int migrated();

  /**
   * Folios that were tried and failed: all but the migrated and those already there.
   *
   * @return how many
   */
  int failed();
}
