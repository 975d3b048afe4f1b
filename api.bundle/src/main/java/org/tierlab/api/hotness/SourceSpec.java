package org.tierlab.api.hotness;

import java.util.Set;
import org.tierlab.api.Evidence;

/**
 * What a hotness source says of itself before it is attached.
 *
 * @param knobs its knob record
 * @param evidence what its events carry
 */
public record SourceSpec(Class<? extends Record> knobs, Set<Evidence> evidence) {
  /** Copies the set. */
  public SourceSpec {
    evidence = Set.copyOf(evidence);
  }
}
