package org.tierlab.api.policy;

import java.util.Set;
import org.tierlab.api.Evidence;

/**
 * What a policy says of itself before it is attached.
 *
 * @param knobs its knob record
 * @param needs evidence that at least one source of the run must provide
 */
public record PolicySpec(Class<? extends Record> knobs, Set<Evidence> needs) {
  /** Copies the set. */
  public PolicySpec {
    needs = Set.copyOf(needs);
  }
}
