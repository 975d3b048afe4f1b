package org.tierlab.api.knob;

/**
 * What is known of one knob, read from its record component.
 *
 * @param name the name used in experiments
 * @param type the component's type
 * @param defaultValue the default as written, empty if a value is required
 * @param unit the unit of the number
 * @param min inclusive lower bound, negative infinity if none
 * @param max inclusive upper bound, positive infinity if none
 * @param kernel the kernel's name, empty if none
 * @param about one sentence
 * @param runtime whether it may change while the simulation runs
 */
public record KnobInfo(
    String name,
    Class<?> type,
    String defaultValue,
    Unit unit,
    double min,
    double max,
    String kernel,
    String about,
    boolean runtime) {

  /**
   * Whether an experiment must give a value.
   *
   * @return true if there is no default
   */
  public boolean required() {
    return defaultValue.isEmpty() && type != String.class;
  }

  /**
   * Whether all plug-ins that name this kernel's knob have one value. A path with a directory
   * {@code N} stands for one of several numbered ones, of which each plug-in in a run has its own.
   *
   * @return true if the kernel has exactly one knob of this name
   */
  public boolean shared() {
    return !kernel.isEmpty() && !kernel.contains("/N/");
  }

  /**
   * What a value must look like, for messages.
   *
   * @return for example {@code "a whole number from 500 to 5000 ms"}
   */
  public String expected() {
    if (type.isEnum()) {
      return "one of " + KnobSet.words(type);
    }
    if (type == boolean.class) {
      return "true or false";
    }
    if (type == String.class) {
      return "a text";
    }
    String kind = type == double.class ? "a number" : "a whole number";
    String suffix = unit == Unit.NONE ? "" : " " + unit.symbol();
    if (Double.isInfinite(min) && Double.isInfinite(max)) {
      return kind + (suffix.isEmpty() ? "" : " of" + suffix);
    }
    if (Double.isInfinite(max)) {
      return kind + " of at least " + plain(min) + suffix;
    }
    return kind + " from " + plain(min) + " to " + plain(max) + suffix;
  }

  private static String plain(double value) {
    return value == Math.rint(value) && Math.abs(value) < 1e18
        ? Long.toString((long) value)
        : Double.toString(value);
  }
}
