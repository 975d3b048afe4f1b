package org.tierlab.api.knob;

/** The unit in which a knob's number is meant; experiments may write any unit of the same kind. */
public enum Unit {
  /** A plain number or a word. */
  NONE(""),
  /** Nanoseconds. */
  NS("ns"),
  /** Microseconds. */
  US("us"),
  /** Milliseconds. */
  MS("ms"),
  /** Bytes. */
  BYTES("B"),
  /** Binary megabytes, as in {@code scan_size_mb}. */
  MIB("MiB"),
  /** Pages of 4 KiB. */
  PAGES("pages"),
  /** Binary megabytes per second, as in {@code numa_balancing_promote_rate_limit_MBps}. */
  MIB_PER_S("MiB/s"),
  /** Percent. */
  PERCENT("%");

  private final String symbol;

  Unit(String symbol) {
    this.symbol = symbol;
  }

  /**
   * How the unit is written.
   *
   * @return the symbol, empty for {@link #NONE}
   */
  public String symbol() {
    return symbol;
  }
}
