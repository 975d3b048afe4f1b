package org.tierlab.api.time;

import org.osgi.annotation.versioning.ProviderType;

/**
 * A counter-based random stream of one component, split from the run's seed by name. The same seed,
 * name and call sequence give the same numbers on every host and JDK.
 */
@ProviderType
public interface RandomStream {
  /**
   * The next 64 random bits.
   *
   * @return uniform over all longs
   */
  long nextLong();

  /**
   * A uniform number below a bound.
   *
   * @param bound exclusive, at least 1
   * @return 0 … bound − 1
   */
  long nextLong(long bound);

  /**
   * Uniform numbers below bounds: what {@link #nextLong(long)} gives for one after the other.
   *
   * @param bounds exclusive, at least 1 each
   * @param count how many of them
   * @param out receives the numbers from index 0; may be {@code bounds}
   */
  default void nextLongs(long[] bounds, int count, long[] out) {
    for (int i = 0; i < count; i++) {
      out[i] = nextLong(bounds[i]);
    }
  }

  /**
   * A uniform number in [0, 1).
   *
   * @return a multiple of 2⁻⁵³
   */
  double nextDouble();
}
