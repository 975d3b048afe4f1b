package org.tierlab.sim.result;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a result is compared with, and what in it no kernel could do. Derived from the run, and not
 * part of its hash.
 *
 * @param unattainable names of the policies that took part and are bounds themselves
 * @param oracle the oracle bound, null if it was not told
 * @param whyNot why it was not told, empty otherwise
 */
public record Bounds(List<String> unattainable, @Nullable OracleBound oracle, String whyNot) {
  /** Of a result that nothing is known of. */
  public static final Bounds NONE = new Bounds(List.of(), null, "not asked for");

  /** Copies the list. */
  public Bounds {
    unattainable = List.copyOf(unattainable);
  }
}
