package org.tierlab.workload.trace.format;

import java.util.Locale;

/** The forms in which traces come. */
public enum TraceFormat {
  /** Recognised by content. */
  AUTO,
  /** Tierlab's own binary, see {@code doc/trace-format.md}. */
  NATIVE,
  /** Text of valgrind's {@code --tool=lackey --trace-mem=yes}. */
  LACKEY,
  /** Text with one line per access: page, kind, instructions. */
  PAGES,
  /** libCacheSim's oracleGeneral: binary records of 24 bytes. */
  ORACLE_GENERAL;

  /**
   * How people write it.
   *
   * @return lower case with hyphens
   */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
