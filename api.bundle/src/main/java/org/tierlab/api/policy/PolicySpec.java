package org.tierlab.api.policy;

import java.util.Set;
import org.tierlab.api.Evidence;

/**
 * What a policy says of itself before it is attached.
 *
 * @param knobs its knob record
 * @param needs evidence that at least one source of the run must provide
 * @param standing whether a real kernel could run it
 */
public record PolicySpec(Class<? extends Record> knobs, Set<Evidence> needs, Standing standing) {
  /** Copies the set. */
  public PolicySpec {
    needs = Set.copyOf(needs);
  }

  /**
   * What an attainable policy says of itself.
   *
   * @param knobs its knob record
   * @param needs evidence that at least one source of the run must provide
   */
  public PolicySpec(Class<? extends Record> knobs, Set<Evidence> needs) {
    this(knobs, needs, Standing.ATTAINABLE);
  }
}
