package org.tierlab.command.experiment;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.tierlab.api.knob.KnobInfo;
import org.tierlab.api.knob.KnobSet;

/** Knob values in the types that their records declare. */
public final class KnobValues {

  private KnobValues() {}

  /**
   * All knobs, defaults included.
   *
   * @param knobs the knobs
   * @param values values in the knobs' units
   * @return values by name, in declaration order
   * @throws org.tierlab.api.knob.KnobException if a value is refused
   */
  public static Map<String, Object> typed(KnobSet<?> knobs, Map<String, ?> values) {
    return bindAll(knobs, values);
  }

  private static <R extends Record> Map<String, Object> bindAll(
      KnobSet<R> knobs, Map<String, ?> values) {
    return knobs.values(knobs.bind(values));
  }

  /**
   * Some knobs, without defaults; a number takes the type of its knob.
   *
   * @param knobs the knobs
   * @param values values in the knobs' units
   * @return the same values
   */
  public static Map<String, Object> some(KnobSet<?> knobs, Map<String, ?> values) {
    Map<String, Object> typed = new LinkedHashMap<>();
    values.forEach((name, value) -> typed.put(name, number(knobs.find(name), value)));
    return typed;
  }

  private static Object number(@Nullable KnobInfo knob, Object value) {
    if (knob == null || !(value instanceof Number number)) {
      return value;
    }
    if (knob.type() == double.class) {
      return number.doubleValue();
    }
    return knob.type() == long.class ? (Object) number.longValue() : (Object) number.intValue();
  }
}
