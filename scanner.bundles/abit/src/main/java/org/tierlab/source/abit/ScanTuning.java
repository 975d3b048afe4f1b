package org.tierlab.source.abit;

/**
 * How the scan period and the scan size of a process follow what its scans find.
 *
 * <p>Few slow pages accessed: scan less often and less; many: more often and more; a change from
 * none to many and back is answered by a factor of eight.
 */
final class ScanTuning {
  /** Slow pages accessed below which a scan counts as having found nothing (published). */
  static final long THRESHOLD_PAGES = 256;

  /** Period change while nothing changes, percent (published). */
  private static final int PERCENT = 15;

  /** Period change when the finding changes, as a shift (published). */
  private static final int SHIFT = 3;

  private static final int OLD_DELTA_WEIGHT = 16;
  private static final int MAX_SCALE = 10;

  private final ScannerVersion version;

  ScanTuning(ScannerVersion version) {
    this.version = version;
  }

  /**
   * Adjusts a slot after a scan.
   *
   * @param slot the process
   * @param slowAccessedPages what the scan found
   */
  void tune(Slot slot, long slowAccessedPages) {
    long old = slot.scanDelta;
    long delta = old / OLD_DELTA_WEIGHT + slowAccessedPages;
    if (delta < THRESHOLD_PAGES) {
      delta = 0;
    }
    long period = slot.periodMs;
    long size = slot.scanBytes;
    if (old == 0 && delta == 0) {
      period = period * (100 + PERCENT) / 100;
      size /= 2;
    } else if (old > 0 && delta > 0) {
      period = period * (100 - PERCENT) / 100;
      size *= 2;
    } else if (delta == 0) {
      period <<= SHIFT;
    } else {
      period >>= SHIFT;
      size = version.maxScanBytes();
    }
    slot.scanDelta = delta;
    slot.periodMs = version.clampPeriodMs(period);
    slot.scanBytes = version.clampScanBytes(size);
  }

  /**
   * Stretches a tuned period, in V3 only: first by the prctl scale, then by whole tenths of failed
   * migrations, both beyond the clamp. The stretched period is what the next scan tunes.
   *
   * @param slot the process
   * @param failurePercent share of its migrations that failed, 100 for all: the period times 11
   */
  void stretch(Slot slot, int failurePercent) {
    if (!version.throttles()) {
      return;
    }
    long period = slot.periodMs;
    period += period * (scale(slot) - 1) / (MAX_SCALE - 1);
    slot.periodMs = (int) (period * (1 + failurePercent / 10));
  }

  /** The process's prctl scale; 0 means that it is never scanned. */
  int scale(Slot slot) {
    int set = slot.mm.scanScale();
    return set < 0 ? version.defaultScale() : Math.min(set, MAX_SCALE);
  }
}
