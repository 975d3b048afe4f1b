package org.tierlab.command.report;

import java.util.Locale;

/** Numbers as tables show them, the same in every locale. */
public final class Figures {

  private static final String[] SIZES = {"B", "KiB", "MiB", "GiB", "TiB"};

  private Figures() {}

  /**
   * A time with four digits and the unit that suits it.
   *
   * @param ns nanoseconds
   * @return for example {@code 1.234 s}
   */
  public static String time(double ns) {
    double size = Math.abs(ns);
    if (size >= 1e9) {
      return format("%.3f s", ns / 1e9);
    }
    if (size >= 1e6) {
      return format("%.3f ms", ns / 1e6);
    }
    return size >= 1e3 ? format("%.3f us", ns / 1e3) : format("%.0f ns", ns);
  }

  /**
   * A time with four digits and the unit that suits it.
   *
   * @param ns nanoseconds
   * @return for example {@code 1.234 s}
   */
  public static String time(long ns) {
    return time((double) ns);
  }

  /**
   * A count with thousands apart.
   *
   * @param count the count
   * @return for example {@code 1,234}
   */
  public static String count(long count) {
    return format("%,d", count);
  }

  /**
   * A mean of counts with thousands apart.
   *
   * @param count the mean
   * @return for example {@code 1,234.5}; whole numbers without fraction
   */
  public static String count(double count) {
    return count == Math.rint(count) ? format("%,.0f", count) : format("%,.1f", count);
  }

  /**
   * Any number with four significant digits, whole ones with thousands apart.
   *
   * @param number the number
   * @return for example {@code 1,234}, {@code 12.35}, {@code 0.001234}
   */
  public static String significant(double number) {
    double size = Math.abs(number);
    if (number == Math.rint(number) || size >= 1000) {
      return format("%,.0f", number);
    }
    int digits = 3 - (int) Math.floor(Math.log10(size));
    return format("%." + Math.min(digits, 12) + "f", number);
  }

  /**
   * A share in percent.
   *
   * @param share 0 to 1
   * @return for example {@code 12.3 %}
   */
  public static String share(double share) {
    return format("%.1f %%", 100 * share);
  }

  /**
   * A size with the largest binary unit that leaves at least 1.
   *
   * @param bytes bytes
   * @return for example {@code 8 MiB}
   */
  public static String size(long bytes) {
    double size = bytes;
    int unit = 0;
    while (size >= 1024 && unit < SIZES.length - 1) {
      size /= 1024;
      unit++;
    }
    String number = size == Math.rint(size) ? format("%.0f", size) : format("%.1f", size);
    return number + " " + SIZES[unit];
  }

  /**
   * Formats without regard to the host's locale.
   *
   * @param format as in {@link String#format}
   * @param arguments what it refers to
   * @return the text
   */
  public static String format(String format, Object... arguments) {
    return String.format(Locale.ROOT, format, arguments);
  }
}
