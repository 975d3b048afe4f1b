package org.tierlab.api.policy;

import org.osgi.annotation.versioning.ProviderType;
import org.tierlab.api.memory.AddressSpaceView;

/**
 * Folios that a policy means to move later, first in, first out. The core keeps it, so that what a
 * departing policy leaves behind is dropped and counted.
 */
@ProviderType
public interface CandidateQueue {
  /**
   * Appends a candidate.
   *
   * @param mm its address space
   * @param page its head page
   * @param target the node it shall go to, or −1 if that is decided later
   */
  void add(AddressSpaceView mm, long page, int target);

  /**
   * Moves candidates into a plan.
   *
   * @param into receives them after what it holds
   * @param max how many at most
   * @param fallbackTarget the target of candidates that have none
   * @return how many were moved
   */
  int drainTo(MigrationPlan into, int max, int fallbackTarget);

  /**
   * Candidates waiting.
   *
   * @return how many
   */
  long size();
}
