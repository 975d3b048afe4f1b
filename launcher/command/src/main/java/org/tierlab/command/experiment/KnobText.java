package org.tierlab.command.experiment;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.tierlab.api.knob.KnobInfo;
import org.tierlab.api.knob.KnobSet;
import org.tierlab.api.knob.Unit;

/** How the values of knobs are written: plain numbers in the knob's unit, or with any unit. */
public final class KnobText {

  private static final Pattern PLAIN = Pattern.compile("[+-]?\\d+(\\.\\d+)?([eE][+-]?\\d{1,3})?");

  private KnobText() {}

  /**
   * Turns what a person wrote into what {@link KnobSet#bind} takes.
   *
   * @param knob the knob
   * @param text for example {@code 2 s} for a knob in milliseconds
   * @return the value in the knob's unit ({@code 2000}); empty if the unit is not of its kind. Type
   *     and bounds are not checked here.
   */
  public static Optional<String> inUnit(KnobInfo knob, String text) {
    if (isNumber(knob) && PLAIN.matcher(text).matches()) {
      return Optional.of(Dimension.plain(new BigDecimal(text)));
    }
    Dimension dimension = Dimension.of(knob.unit());
    if (dimension == null) {
      return isNumber(knob) ? Optional.empty() : Optional.of(text);
    }
    BigDecimal factor = dimension.factor(knob.unit().symbol());
    return dimension.parse(text).map(amount -> Dimension.plain(amount.divide(factor)));
  }

  /**
   * Writes a value with its unit; bytes with the largest unit that divides them.
   *
   * @param knob the knob
   * @param value a value of the knob
   * @return for example {@code 400 ms}
   */
  public static String withUnit(KnobInfo knob, Object value) {
    String text = value instanceof Double number ? plain(number) : value.toString();
    if (knob.unit() == Unit.BYTES && PLAIN.matcher(text).matches()) {
      return Dimension.SIZE.write(new BigDecimal(text), "TiB", "GiB", "MiB", "KiB", "B");
    }
    return knob.unit() == Unit.NONE ? text : text + " " + knob.unit().symbol();
  }

  /**
   * What a value must look like, for messages.
   *
   * @param knob the knob
   * @return for example {@code a whole number from 500 to 5000 ms}
   */
  public static String expected(KnobInfo knob) {
    return knob.expected();
  }

  /** The JSON Schema of a knob's values. */
  static Map<String, Object> schema(KnobInfo knob) {
    Map<String, Object> schema = new LinkedHashMap<>();
    schema.put("description", description(knob));
    if (knob.type().isEnum()) {
      schema.put("enum", words(knob));
    } else if (knob.type() == boolean.class) {
      schema.put("type", "boolean");
    } else if (knob.type() == String.class) {
      schema.put("type", "string");
    } else {
      number(knob, schema);
    }
    if (!knob.required()) {
      schema.put("default", typed(knob, knob.defaultValue()));
    }
    return schema;
  }

  private static void number(KnobInfo knob, Map<String, Object> schema) {
    String type = knob.type() == double.class ? "number" : "integer";
    Dimension dimension = Dimension.of(knob.unit());
    schema.put("type", dimension == null ? type : List.of(type, "string"));
    if (!Double.isInfinite(knob.min())) {
      schema.put("minimum", bound(knob.min()));
    }
    if (!Double.isInfinite(knob.max())) {
      schema.put("maximum", bound(knob.max()));
    }
    if (dimension != null) {
      schema.put("pattern", dimension.pattern());
    }
  }

  private static String description(KnobInfo knob) {
    StringBuilder text = new StringBuilder(knob.about());
    if (knob.unit() != Unit.NONE) {
      text.append(" In ").append(knob.unit().symbol()).append(" where no unit is written.");
    }
    if (!knob.kernel().isEmpty()) {
      text.append(" Kernel: ").append(knob.kernel()).append('.');
    }
    return text.toString();
  }

  private static List<String> words(KnobInfo knob) {
    return Arrays.stream(knob.type().getEnumConstants())
        .map(constant -> ((Enum<?>) constant).name().toLowerCase(Locale.ROOT))
        .map(word -> word.replace('_', '-'))
        .toList();
  }

  private static Object typed(KnobInfo knob, String text) {
    if (knob.type() == boolean.class) {
      return text.equals("true") || text.equals("1") || text.equals("on");
    }
    return isNumber(knob) ? bound(Double.parseDouble(text)) : text;
  }

  private static Object bound(double number) {
    return number == Math.rint(number) && Math.abs(number) < 1e18 ? (Object) (long) number : number;
  }

  private static boolean isNumber(KnobInfo knob) {
    return knob.type() == int.class || knob.type() == long.class || knob.type() == double.class;
  }

  static String plain(double number) {
    return Double.isFinite(number)
        ? Dimension.plain(BigDecimal.valueOf(number))
        : Double.toString(number);
  }
}
