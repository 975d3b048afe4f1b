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
   * The present value.
   *
   * @return events counted since the run began
   */
  long value();
}
