package org.tierlab.api.policy;

import org.osgi.annotation.versioning.ProviderType;
import org.tierlab.api.hotness.HotnessEvents;

/**
 * A policy's cursor in the hotness store. A policy that is attached late starts at the oldest event
 * that the store still holds.
 */
@ProviderType
public interface HotnessFeed {
  /**
   * Moves the oldest unread events into a list.
   *
   * @param into receives the events; cleared first
   * @param max how many at most
   * @return how many were moved
   */
  int poll(HotnessEvents into, int max);

  /**
   * Unread events.
   *
   * @return how many wait
   */
  long pending();
}
