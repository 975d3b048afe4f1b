package org.tierlab.command.experiment;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.tierlab.sim.experiment.ScriptedChange.AtShare;
import org.tierlab.sim.experiment.ScriptedChange.AtStep;
import org.tierlab.sim.experiment.ScriptedChange.AtTime;
import org.tierlab.sim.experiment.ScriptedChange.Moment;

/** The types of the values that experiments have outside knobs. */
final class ValueTypes {

  /** A text that is not empty. */
  static final ValueType<String> TEXT = new Text();

  /** A size in bytes, whole pages. */
  static final ValueType<Long> SIZE = new Size();

  /** A latency in nanoseconds. */
  static final ValueType<Double> LATENCY =
      new Measure(Dimension.TIME, BigDecimal.ONE, "ns", "a latency above 0");

  /** A rate in bytes per nanosecond. */
  static final ValueType<Double> RATE =
      new Measure(Dimension.RATE, BigDecimal.valueOf(1_000_000_000), "GB/s", "a rate above 0");

  /** The end of a run in nanoseconds. */
  static final ValueType<Long> LIMIT = new Limit();

  /** A time of a run in nanoseconds. */
  static final ValueType<Long> TIME = new Time();

  /** When a swap happens. */
  static final ValueType<Moment> MOMENT = new When();

  private static final Pattern STEP = Pattern.compile("step ([0-9]{1,18})");

  private static final String[] TIME_UNITS = {"s", "ms", "us", "ns"};

  private ValueTypes() {}

  /** A whole number between bounds, inclusive. */
  static ValueType<Long> whole(long min, long max) {
    return new Whole(min, max);
  }

  /** A constant in lower case. */
  static <E extends Enum<E>> ValueType<E> word(Class<E> type) {
    return new Word<>(type);
  }

  static Optional<Long> wholeNumber(BigDecimal number) {
    try {
      return Optional.of(number.longValueExact());
    } catch (ArithmeticException e) {
      return Optional.empty();
    }
  }

  private static Map<String, Object> keywords(Object... pairs) {
    Map<String, Object> keywords = new LinkedHashMap<>();
    for (int i = 0; i < pairs.length; i += 2) {
      keywords.put((String) pairs[i], pairs[i + 1]);
    }
    return keywords;
  }

  private record Text() implements ValueType<String> {
    @Override
    public Optional<String> parse(String text) {
      return text.isEmpty() ? Optional.empty() : Optional.of(text);
    }

    @Override
    public String expected() {
      return "a text";
    }

    @Override
    public Object write(String value) {
      return value;
    }

    @Override
    public Map<String, Object> schema() {
      return keywords("type", "string", "minLength", 1);
    }
  }

  private record Whole(long min, long max) implements ValueType<Long> {
    @Override
    public Optional<Long> parse(String text) {
      try {
        return Optional.of(Long.parseLong(text)).filter(n -> n >= min && n <= max);
      } catch (NumberFormatException e) {
        return Optional.empty();
      }
    }

    @Override
    public String expected() {
      return "a whole number from " + min + " to " + max;
    }

    @Override
    public Object write(Long value) {
      return value;
    }

    @Override
    public Map<String, Object> schema() {
      return keywords("type", "integer", "minimum", min, "maximum", max);
    }
  }

  private record Word<E extends Enum<E>>(Class<E> type) implements ValueType<E> {
    @Override
    public Optional<E> parse(String text) {
      return Arrays.stream(type.getEnumConstants())
          .filter(constant -> write(constant).equals(text))
          .findFirst();
    }

    private List<Object> words() {
      return Arrays.stream(type.getEnumConstants()).map(this::write).toList();
    }

    @Override
    public String expected() {
      return "one of " + words();
    }

    @Override
    public Object write(E value) {
      return value.name().toLowerCase(Locale.ROOT);
    }

    @Override
    public Map<String, Object> schema() {
      return keywords("enum", words());
    }
  }

  private record Size() implements ValueType<Long> {
    private static final int PAGE = 4096;

    @Override
    public Optional<Long> parse(String text) {
      return Dimension.SIZE
          .parse(text)
          .flatMap(ValueTypes::wholeNumber)
          .filter(bytes -> bytes > 0 && bytes % PAGE == 0);
    }

    @Override
    public String expected() {
      return Dimension.SIZE.expected() + ", whole pages of 4 KiB";
    }

    @Override
    public Object write(Long value) {
      return Dimension.SIZE.write(BigDecimal.valueOf(value), "TiB", "GiB", "MiB", "KiB");
    }

    @Override
    public Map<String, Object> schema() {
      return keywords("type", "string", "pattern", Dimension.SIZE.pattern());
    }
  }

  private record Measure(Dimension dimension, BigDecimal scale, String unit, String noun)
      implements ValueType<Double> {
    @Override
    public Optional<Double> parse(String text) {
      return dimension
          .parse(text)
          .map(amount -> amount.divide(scale).doubleValue())
          .filter(value -> value > 0 && Double.isFinite(value));
    }

    @Override
    public String expected() {
      return dimension.expected().replaceFirst("^\\S+ \\S+", noun);
    }

    @Override
    public Object write(Double value) {
      return Dimension.plain(BigDecimal.valueOf(value)) + " " + unit;
    }

    @Override
    public Map<String, Object> schema() {
      return keywords("type", "string", "pattern", dimension.pattern());
    }
  }

  private record Time() implements ValueType<Long> {
    @Override
    public Optional<Long> parse(String text) {
      return Dimension.TIME
          .parse(text)
          .flatMap(ValueTypes::wholeNumber)
          .filter(ns -> ns >= 0 && ns <= Long.MAX_VALUE / 1000);
    }

    @Override
    public String expected() {
      return Dimension.TIME.expected();
    }

    @Override
    public Object write(Long value) {
      return Dimension.TIME.write(BigDecimal.valueOf(value), TIME_UNITS);
    }

    @Override
    public Map<String, Object> schema() {
      return keywords("type", "string", "pattern", Dimension.TIME.pattern());
    }
  }

  private record Limit() implements ValueType<Long> {
    private static final String NONE = "none";

    @Override
    public Optional<Long> parse(String text) {
      return text.equals(NONE)
          ? Optional.of(Long.MAX_VALUE)
          : Dimension.TIME.parse(text).flatMap(ValueTypes::wholeNumber).filter(ns -> ns > 0);
    }

    @Override
    public String expected() {
      return Dimension.TIME.expected() + " above 0, or none";
    }

    @Override
    public Object write(Long value) {
      return value == Long.MAX_VALUE
          ? NONE
          : Dimension.TIME.write(BigDecimal.valueOf(value), TIME_UNITS);
    }

    @Override
    public Map<String, Object> schema() {
      return keywords(
          "anyOf",
          List.of(
              keywords("type", "string", "pattern", Dimension.TIME.pattern()),
              keywords("const", NONE)));
    }
  }

  private record When() implements ValueType<Moment> {
    @Override
    public Optional<Moment> parse(String text) {
      Optional<Moment> share =
          Dimension.PERCENT
              .parse(text)
              .map(percent -> percent.movePointLeft(2).doubleValue())
              .filter(value -> value > 0 && value < 1)
              .map(AtShare::new);
      return share
          .or(
              () ->
                  Dimension.TIME
                      .parse(text)
                      .flatMap(ValueTypes::wholeNumber)
                      .filter(ns -> ns >= 0)
                      .map(AtTime::new))
          .or(() -> step(text));
    }

    private static Optional<Moment> step(String text) {
      Matcher matcher = STEP.matcher(text);
      return matcher.matches()
          ? Optional.of(new AtStep(Long.parseLong(matcher.group(1))))
          : Optional.empty();
    }

    @Override
    public String expected() {
      return "a time such as 30 s, a share of the accesses above 0 % and below 100 %, or a step of"
          + " the engine such as step 1200";
    }

    @Override
    public Object write(Moment value) {
      if (value instanceof AtStep at) {
        return "step " + at.step();
      }
      return value instanceof AtShare at
          ? Dimension.plain(BigDecimal.valueOf(at.share()).movePointRight(2)) + " %"
          : Dimension.TIME.write(BigDecimal.valueOf(((AtTime) value).ns()), TIME_UNITS);
    }

    @Override
    public Map<String, Object> schema() {
      return keywords(
          "anyOf",
          List.of(
              keywords("type", "string", "pattern", Dimension.TIME.pattern()),
              keywords("type", "string", "pattern", Dimension.PERCENT.pattern()),
              keywords("type", "string", "pattern", "^" + STEP.pattern() + "$")));
    }
  }
}
