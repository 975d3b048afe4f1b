package org.tierlab.command.experiment;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.tierlab.api.knob.Unit;

/** What a quantity measures, and the units that people write it in. Arithmetic is exact. */
@SuppressWarnings("ImmutableEnumChecker") // The map is filled once, before the constant is seen.
public enum Dimension {
  /** Bytes. */
  SIZE("a size", "8 MiB") {
    @Override
    void fill(Map<String, BigDecimal> units) {
      units.put("B", BigDecimal.ONE);
      prefixes(units, "B");
      units.put("pages", BigDecimal.valueOf(4096));
    }
  },
  /** Nanoseconds. */
  TIME("a time", "400 ms") {
    @Override
    void fill(Map<String, BigDecimal> units) {
      units.put("ns", BigDecimal.ONE);
      units.put("us", BigDecimal.valueOf(1_000));
      units.put("\u00b5s", BigDecimal.valueOf(1_000));
      units.put("\u03bcs", BigDecimal.valueOf(1_000));
      units.put("ms", BigDecimal.valueOf(1_000_000));
      units.put("s", BigDecimal.valueOf(1_000_000_000));
      units.put("min", BigDecimal.valueOf(60_000_000_000L));
    }
  },
  /** Bytes per second. */
  RATE("a rate", "72 GB/s") {
    @Override
    void fill(Map<String, BigDecimal> units) {
      units.put("B/s", BigDecimal.ONE);
      prefixes(units, "B/s");
    }
  },
  /** Percent. */
  PERCENT("a share", "50 %") {
    @Override
    void fill(Map<String, BigDecimal> units) {
      units.put("%", BigDecimal.ONE);
    }
  };

  private static final Pattern QUANTITY =
      Pattern.compile("([+-]?\\d+(?:\\.\\d+)?(?:[eE][+-]?\\d{1,3})?)\\s*([^\\s\\d]\\S*)");

  private final Map<String, BigDecimal> units = new LinkedHashMap<>();
  private final String noun;
  private final String example;

  Dimension(String noun, String example) {
    this.noun = noun;
    this.example = example;
    fill(units);
  }

  abstract void fill(Map<String, BigDecimal> units);

  private static void prefixes(Map<String, BigDecimal> units, String unit) {
    BigDecimal binary = BigDecimal.ONE;
    BigDecimal decimal = BigDecimal.ONE;
    for (String prefix : new String[] {"K", "M", "G", "T"}) {
      binary = binary.multiply(BigDecimal.valueOf(1024));
      decimal = decimal.multiply(BigDecimal.valueOf(1000));
      units.put(prefix + "i" + unit, binary);
      units.put((prefix.equals("K") ? "k" : prefix) + unit, decimal);
    }
  }

  /**
   * Reads a number with its unit.
   *
   * @param text for example {@code 8 MiB}
   * @return the amount in this dimension's base unit (bytes, nanoseconds, bytes per second,
   *     percent); empty if the text is no number with a unit of this dimension
   */
  public Optional<BigDecimal> parse(String text) {
    Matcher matcher = QUANTITY.matcher(text.trim());
    if (!matcher.matches()) {
      return Optional.empty();
    }
    BigDecimal factor = units.get(matcher.group(2));
    return factor == null
        ? Optional.empty()
        : Optional.of(new BigDecimal(matcher.group(1)).multiply(factor));
  }

  /**
   * Writes an amount in the first of some units that divides it, with that unit.
   *
   * @param amount in the base unit
   * @param candidates units of this dimension, the last is used if none divides
   * @return for example {@code 8 MiB}
   */
  String write(BigDecimal amount, String... candidates) {
    String chosen = candidates[candidates.length - 1];
    for (String candidate : candidates) {
      if (amount.signum() != 0 && amount.remainder(factor(candidate)).signum() == 0) {
        chosen = candidate;
        break;
      }
    }
    return plain(amount.divide(factor(chosen))) + " " + chosen;
  }

  static String plain(BigDecimal number) {
    return number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
  }

  /** How much of the base unit a unit is. */
  BigDecimal factor(String unit) {
    BigDecimal factor = units.get(unit);
    if (factor == null) {
      throw new IllegalArgumentException(unit + " is no unit of " + noun);
    }
    return factor;
  }

  /** What a value must look like, for messages. */
  String expected() {
    return noun
        + " with its unit, such as "
        + example
        + " ("
        + String.join(", ", shownUnits())
        + ")";
  }

  private Iterable<String> shownUnits() {
    return units.keySet().stream().filter(unit -> unit.charAt(0) < 128).toList();
  }

  /** A regular expression (ECMA 262) for a number with a unit of this dimension. */
  String pattern() {
    return "^[0-9]+(\\.[0-9]+)?([eE][+-]?[0-9]{1,3})? *(" + String.join("|", units.keySet()) + ")$";
  }

  /**
   * The dimension of a knob's unit.
   *
   * @param unit the unit
   * @return null for a plain number
   */
  static @Nullable Dimension of(Unit unit) {
    for (Dimension dimension : values()) {
      if (dimension.units.containsKey(unit.symbol())) {
        return dimension;
      }
    }
    return null;
  }
}
