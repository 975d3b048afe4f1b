package org.tierlab.workload.abench;

import java.util.Map;
import org.tierlab.api.knob.KnobSet;

/** Knobs for tests: the defaults but for a few. */
final class Abench {
  private Abench() {}

  static AbenchKnobs with(Map<String, ?> values) {
    return KnobSet.of(AbenchKnobs.class).bind(values);
  }
}
