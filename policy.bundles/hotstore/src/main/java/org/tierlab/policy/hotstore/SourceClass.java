package org.tierlab.policy.hotstore;

import java.util.EnumMap;
import java.util.Locale;
import org.tierlab.api.policy.PolicyContext;
import org.tierlab.api.time.Counter;

/** The classes of sources that pghot knows, with their bits in {@code enabled_sources}. */
enum SourceClass {
  /** Samples and counters of hardware. */
  HWHINTS(1),
  /** Accessed bits read from page tables. */
  PGTSCANS(2),
  /** NUMA hint faults. */
  HINTFAULTS(4);

  private final int bit;

  SourceClass(int bit) {
    this.bit = bit;
  }

  int bit() {
    return bit;
  }

  /** A counter for each class: the prefix with the class's name. */
  static EnumMap<SourceClass, Counter> counters(PolicyContext context, String prefix) {
    EnumMap<SourceClass, Counter> counters = new EnumMap<>(SourceClass.class);
    for (SourceClass kind : values()) {
      counters.put(kind, context.counter(prefix + kind.name().toLowerCase(Locale.ROOT)));
    }
    return counters;
  }
}
