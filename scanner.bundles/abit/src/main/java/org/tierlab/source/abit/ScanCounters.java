package org.tierlab.source.abit;

import org.jspecify.annotations.Nullable;
import org.tierlab.api.RunContext;
import org.tierlab.api.time.Counter;

/**
 * The scanner's vmstat items. Pages are counted where the items say tier, page or idle; that
 * slowtier and toptier count what was scanned there, and that hot and cold pages are those of slow
 * memory, is assumed.
 */
final class ScanCounters {
  private final Counter mmScans;
  private final Counter vmaScans;
  private final Counter migadded;
  private final Counter slowtier;
  private final Counter toptier;
  private final Counter idlepage;
  private final @Nullable Counter hotpage;
  private final @Nullable Counter coldpage;
  private final Counter longestScanUs;
  private final Counter lateScans;

  ScanCounters(RunContext context, ScannerVersion version) {
    mmScans = context.counter(version.counter("mm_scans"));
    vmaScans = context.counter(version.counter("vma_scans"));
    migadded = context.counter(version.counter("migadded"));
    slowtier = context.counter(version.counter("slowtier"));
    toptier = context.counter(version.counter("toptier"));
    idlepage = context.counter(version.counter("idlepage"));
    longestScanUs = context.counter(version.threadName() + "_longest_scan_us");
    lateScans = context.counter(version.threadName() + "_late_scans");
    boolean third = version == ScannerVersion.V3;
    hotpage = third ? context.counter(version.counter("hotpage")) : null;
    coldpage = third ? context.counter(version.counter("coldpage")) : null;
  }

  void walked(long present, long accessed, long slow, long hot, int folioPages) {
    long pages = (long) Long.bitCount(present) * folioPages;
    long slowPages = (long) Long.bitCount(slow) * folioPages;
    long hotPages = (long) Long.bitCount(hot) * folioPages;
    slowtier.add(slowPages);
    toptier.add(pages - slowPages);
    idlepage.add((long) Long.bitCount(present & ~accessed) * folioPages);
    migadded.add(Long.bitCount(hot));
    if (hotpage != null && coldpage != null) {
      hotpage.add(hotPages);
      coldpage.add(slowPages - hotPages);
    }
  }

  void vmaScanned() {
    vmaScans.add(1);
  }

  void mmScanBegins(boolean late) {
    mmScans.add(1);
    if (late) {
      lateScans.add(1);
    }
  }

  void mmScanEnds(long tookNs) {
    longestScanUs.add(Math.max(0, tookNs / 1000 - longestScanUs.value()));
  }
}
