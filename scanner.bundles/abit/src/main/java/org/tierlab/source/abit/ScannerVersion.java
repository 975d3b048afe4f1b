package org.tierlab.source.abit;

/**
 * The posted versions of the PTE A-bit scanning series, V0 and V1 as kmmscand, V2 and V3 as kscand.
 *
 * <p>Constants are those of the postings (published); times in milliseconds, sizes in bytes.
 */
public enum ScannerVersion {
  /** The first posting: migration ran inside the scanner. */
  V0(400, 512L << 20, 4L << 30, 16L << 30, 16, 1, AccessRule.FIRST_ACCESS),
  /** A migration thread of its own; smaller scan sizes; prctl switch. */
  V1(500, 256L << 20, 1L << 30, 4L << 30, 16, 1, AccessRule.FIRST_ACCESS),
  /** Renamed to kscand; one migration list per mm. */
  V2(600, 256L << 20, 1L << 30, 4L << 30, 20, 1, AccessRule.FIRST_ACCESS),
  /** Second access, failure throttling, a prctl scale that counts. */
  V3(600, 256L << 20, 1L << 30, 4L << 30, 20, 8, AccessRule.SECOND_ACCESS);

  /** Longest scan period before throttling and scale, the same in all versions (published). */
  static final int MAX_PERIOD_MS = 5000;

  private final int minPeriodMs;
  private final long minScanBytes;
  private final long initialScanBytes;
  private final long maxScanBytes;
  private final int sleepMs;
  private final int defaultScale;
  private final AccessRule rule;

  ScannerVersion(
      int minPeriodMs,
      long minScanBytes,
      long initialScanBytes,
      long maxScanBytes,
      int sleepMs,
      int defaultScale,
      AccessRule rule) {
    this.minPeriodMs = minPeriodMs;
    this.minScanBytes = minScanBytes;
    this.initialScanBytes = initialScanBytes;
    this.maxScanBytes = maxScanBytes;
    this.sleepMs = sleepMs;
    this.defaultScale = defaultScale;
    this.rule = rule;
  }

  int clampPeriodMs(long ms) {
    return (int) Math.max(minPeriodMs, Math.min(MAX_PERIOD_MS, ms));
  }

  long clampScanBytes(long bytes) {
    return Math.max(minScanBytes, Math.min(maxScanBytes, bytes));
  }

  long initialScanBytes() {
    return initialScanBytes;
  }

  long maxScanBytes() {
    return maxScanBytes;
  }

  int sleepMs() {
    return sleepMs;
  }

  /** The prctl scale of a process that never set one. */
  int defaultScale() {
    return defaultScale;
  }

  AccessRule rule() {
    return rule;
  }

  /** Whether the target node is where most pages were accessed, not only scanned. */
  boolean targetByAccess() {
    return this == V3;
  }

  /** Whether the prctl scale and failed migrations stretch the period. */
  boolean throttles() {
    return this == V3;
  }

  /** Whether migration runs inside the scanner. */
  boolean migratesItself() {
    return this == V0;
  }

  /** Whether each process has a migration list of its own. */
  boolean perMmLists() {
    return compareTo(V2) >= 0;
  }

  /** Whether the scan size ends a scan only after a VMA in which something was hot (derived). */
  boolean endsOnFindingsOnly() {
    return compareTo(V2) >= 0;
  }

  private boolean renamed() {
    return compareTo(V2) >= 0;
  }

  String threadName() {
    return renamed() ? "kscand" : "kmmscand";
  }

  /** The vmstat name of one of the scanner's counters. */
  String counter(String item) {
    return "nr_" + threadName() + "_" + item;
  }
}
