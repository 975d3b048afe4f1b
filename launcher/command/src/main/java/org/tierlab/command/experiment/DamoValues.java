package org.tierlab.command.experiment;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The values of damo files: numbers, or texts with a unit such as {@code 500 ms}, {@code 0 B},
 * {@code 5 %}, {@code 3 aggr_intervals} or {@code max}. A number without unit is in the unit that
 * its key names.
 */
final class DamoValues {
  static final String TIME = "a time such as 500 ms (ns, us, ms, s, m, h, d), or max";
  static final String SIZE = "a size such as 4 KiB (B, KiB, MiB, GiB, TiB, K, M, G, T), or max";
  static final String NUMBER = "a whole number from 0, or max";
  static final String ACCESSES = "a share such as 5 %, or a number such as 5 samples";
  static final String AGE = "a time such as 500 ms, or a number such as 3 aggr_intervals";
  static final String PERMIL = "a share such as 5 %, or a number of thousandths";
  static final String BP = "a share such as 5 %, or a whole number";
  static final String TRUTH = "true or false";

  private static final Pattern NUMBERED =
      Pattern.compile("(\\d[\\d,]*(?:\\.\\d+)?)\\s*([^\\s\\d.,][^\\d]*)?");

  private static final Map<String, Long> NS_OF =
      Map.of(
          "ns", 1L,
          "us", 1_000L,
          "usec", 1_000L,
          "ms", 1_000_000L,
          "msec", 1_000_000L,
          "s", 1_000_000_000L,
          "sec", 1_000_000_000L,
          "m", 60_000_000_000L,
          "h", 3_600_000_000_000L,
          "d", 86_400_000_000_000L);

  private DamoValues() {}

  /** A number and what is behind it. */
  private record Quantity(BigDecimal number, String unit) {}

  private static Optional<Quantity> quantity(String text) {
    Matcher matcher = NUMBERED.matcher(text);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    String unit = matcher.group(2) == null ? "" : matcher.group(2).trim();
    return Optional.of(new Quantity(new BigDecimal(matcher.group(1).replace(",", "")), unit));
  }

  private static long whole(BigDecimal number) {
    BigDecimal most = BigDecimal.valueOf(Long.MAX_VALUE);
    return number.min(most).setScale(0, RoundingMode.DOWN).longValueExact();
  }

  /**
   * A time.
   *
   * @param unitNs the unit of a number without one and of the result
   * @param most what max stands for; greater times are cut to it
   */
  static Optional<Long> time(String text, long unitNs, long most) {
    if (text.equals("max")) {
      return Optional.of(most);
    }
    return quantity(text)
        .filter(value -> value.unit.isEmpty() || NS_OF.containsKey(value.unit))
        .map(value -> value.number.multiply(BigDecimal.valueOf(ns(value.unit, unitNs))))
        .map(ns -> Math.min(most, whole(ns.divide(BigDecimal.valueOf(unitNs)))));
  }

  private static long ns(String unit, long otherwise) {
    return NS_OF.getOrDefault(unit, otherwise);
  }

  /**
   * A size in bytes.
   *
   * @param most what max stands for; greater sizes are cut to it
   */
  static Optional<Long> size(String text, long most) {
    if (text.equals("max")) {
      return Optional.of(most);
    }
    return quantity(text)
        .flatMap(value -> factor(value.unit).map(value.number::multiply))
        .map(bytes -> Math.min(most, whole(bytes)));
  }

  /** damo's letters are binary, with or without {@code iB}. */
  private static Optional<BigDecimal> factor(String unit) {
    if (unit.isEmpty() || unit.equals("B")) {
      return Optional.of(BigDecimal.ONE);
    }
    int power = "KMGTPE".indexOf(unit.charAt(0)) + 1;
    String rest = unit.substring(1);
    boolean known = power > 0 && (rest.isEmpty() || rest.equals("iB") || rest.equals("B"));
    return known ? Optional.of(BigDecimal.valueOf(1024).pow(power)) : Optional.empty();
  }

  /** A whole number. */
  static Optional<Long> number(String text, long most) {
    if (text.equals("max")) {
      return Optional.of(most);
    }
    return quantity(text)
        .filter(value -> value.unit.isEmpty() && value.number.stripTrailingZeros().scale() <= 0)
        .map(value -> Math.min(most, whole(value.number)));
  }

  /**
   * Samples that found an access, as a number or a share of all.
   *
   * @param samples how many samples an aggregation has
   * @param most what max stands for
   */
  static Optional<Long> accesses(String text, long samples, long most) {
    if (text.equals("max")) {
      return Optional.of(most);
    }
    return quantity(text)
        .flatMap(
            value ->
                switch (value.unit) {
                  case "%" -> Optional.of(share(value.number, samples, 100));
                  case "", "samples" -> Optional.of(whole(value.number));
                  default -> Optional.<Long>empty();
                })
        .map(count -> Math.min(most, count));
  }

  private static long share(BigDecimal number, long of, long parts) {
    return whole(
        number
            .multiply(BigDecimal.valueOf(of))
            .divide(BigDecimal.valueOf(parts), 0, RoundingMode.DOWN));
  }

  /**
   * An age in aggregations, as their number or as a time.
   *
   * @param aggregationUs how long an aggregation is
   * @param most what max stands for
   */
  static Optional<Long> age(String text, long aggregationUs, long most) {
    Optional<Quantity> count = quantity(text).filter(value -> value.unit.equals("aggr_intervals"));
    return count.isPresent()
        ? count.map(value -> Math.min(most, whole(value.number)))
        : time(text, 1_000, Long.MAX_VALUE / 1_000)
            .map(us -> text.equals("max") ? most : Math.min(most, us / aggregationUs));
  }

  /**
   * A number of parts of a whole, or a share in percent.
   *
   * @param parts of how many, for example 1000
   */
  static Optional<Long> parts(String text, long parts) {
    return quantity(text)
        .filter(value -> value.unit.isEmpty() || value.unit.equals("%"))
        .map(value -> value.unit.isEmpty() ? whole(value.number) : share(value.number, parts, 100));
  }

  static Optional<Boolean> truth(String text) {
    return switch (text) {
      case "true", "True", "Y", "1" -> Optional.of(true);
      case "false", "False", "N", "0" -> Optional.of(false);
      default -> Optional.empty();
    };
  }
}
