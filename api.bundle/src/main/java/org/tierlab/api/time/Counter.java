package org.tierlab.api.time;

import org.osgi.annotation.versioning.ProviderType;

/**
 * A named event counter, shown under its name in the result's {@code vmstat}. Plug-ins that ask for
 * one name share one counter, as kernel subsystems share a vmstat item.
 */
@ProviderType
public interface Counter {
  /**
   * Adds to the counter.
   *
   * @param n the increment, not negative
   */
  void add(long n);

  /**
   * Sets an item that is a state and not a count, as {@code nr_free_pages} is one.
   *
   * @param value the present state
   */
  void set(long value);

  /**
   * The present value.
   *
   * @return events counted since the run began, or the state that was set last
   */
  long value();
}
