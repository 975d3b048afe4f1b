package org.tierlab.api.policy;

/** Called when the last folio of a plan is done. */
@FunctionalInterface
public interface MigrationCompletion {
  /**
   * Runs in the kernel thread that submitted the plan.
   *
   * @param report outcomes; valid during the call
   */
  void completed(MigrationReport report);
}
