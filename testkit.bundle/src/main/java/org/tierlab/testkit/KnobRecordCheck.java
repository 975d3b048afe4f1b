package org.tierlab.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.tierlab.api.knob.KnobException;
import org.tierlab.api.knob.KnobInfo;
import org.tierlab.api.knob.KnobSet;

/** Checks a knob record: its defaults bind, its bounds hold on both sides, its texts are there. */
final class KnobRecordCheck<R extends Record> {
  private final KnobSet<R> set;
  private final R defaults;

  private final Map<String, ?> given;

  private KnobRecordCheck(Class<R> type, Map<String, ?> given) {
    this.given = given;
    set = KnobSet.of(type);
    defaults = set.bind(given);
  }

  /** Checks a knob record whose knobs all have defaults. */
  static <R extends Record> void check(Class<R> type) {
    checkWith(type, Map.of());
  }

  /** Checks a knob record where an experiment must give some values. */
  static <R extends Record> void checkWith(Class<R> type, Map<String, ?> given) {
    KnobRecordCheck<R> check = new KnobRecordCheck<>(type, given);
    assertThat(check.set.bind(check.set.values(check.defaults)))
        .as("values read from the defaults")
        .isEqualTo(check.defaults);
    check.set.knobs().forEach(check::knob);
  }

  private void knob(KnobInfo knob) {
    assertThat(knob.about()).as("what knob %s does", knob.name()).isNotBlank();
    if (knob.type().isPrimitive() && knob.type() != boolean.class) {
      assertThat(knob.min()).as("bounds of %s", knob.name()).isLessThanOrEqualTo(knob.max());
      accepted(knob, knob.min());
      accepted(knob, knob.max());
      refused(knob, justOutside(knob, knob.min(), -1), knob.min());
      refused(knob, justOutside(knob, knob.max(), 1), knob.max());
    } else if (knob.type() != String.class) {
      refused(knob, "no-such-word", null);
    }
    assertThat(refusal("no_such_knob", 1)).isNotNull();
  }

  /** At its bound a value may be refused for its company, but not for itself. */
  private void accepted(KnobInfo knob, double bound) {
    if (!Double.isInfinite(bound)) {
      KnobException refusal = refusal(knob.name(), text(knob, bound));
      if (refusal != null) {
        assertThat(refusal.getMessage()).doesNotContain("expected " + knob.expected());
      }
    }
  }

  private void refused(KnobInfo knob, String value, @Nullable Double bound) {
    if (bound != null && Double.isInfinite(bound)) {
      return;
    }
    KnobException refusal = refusal(knob.name(), value);
    if (refusal == null) {
      throw new AssertionError(knob.name() + " = " + value + " should be refused");
    }
    assertThat(refusal.knob()).isEqualTo(knob.name());
    assertThat(refusal.getMessage()).contains(knob.name(), value, knob.expected());
  }

  private @Nullable KnobException refusal(String name, Object value) {
    Map<String, Object> values = new LinkedHashMap<>(given);
    values.put(name, value);
    return catchThrowableOfType(KnobException.class, () -> set.bind(values));
  }

  private static String justOutside(KnobInfo knob, double bound, int direction) {
    if (knob.type() == double.class) {
      return Double.toString(direction < 0 ? Math.nextDown(bound) : Math.nextUp(bound));
    }
    return Long.toString((long) bound + direction);
  }

  private static String text(KnobInfo knob, double bound) {
    return knob.type() == double.class ? Double.toString(bound) : Long.toString((long) bound);
  }
}
