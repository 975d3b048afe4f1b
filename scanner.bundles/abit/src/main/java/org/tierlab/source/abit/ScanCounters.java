package org.tierlab.source.abit;

import org.jspecify.annotations.Nullable;
import org.tierlab.api.Counts;
import org.tierlab.api.RunContext;
import org.tierlab.api.time.Counter;

/**
 * The scanner's vmstat items, in entries. Until V2 slowtier counts what was queued and idlepage
 * everything that was not accessed; in V3 slowtier counts what was scanned there, idlepage what of
 * it was not queued, and coldpage what of that was idle before (published).
 */
@Counts(
    counter = "nr_<scanner>_mm_scans",
    unit = "scans",
    about = "Of a process.",
    source = "patch: kmmscand, kscand")
@Counts(
    counter = "nr_<scanner>_vma_scans",
    unit = "scans",
    about = "Of a mapping, skipped ones too.",
    source = "patch: kmmscand, kscand")
@Counts(
    counter = "nr_<scanner>_migadded",
    unit = "entries",
    about = "Published.",
    source = "patch: kmmscand, kscand")
@Counts(
    counter = "nr_<scanner>_toptier",
    unit = "entries",
    about = "Scanned in fast memory.",
    source = "patch: kmmscand, kscand")
@Counts(
    counter = "nr_<scanner>_slowtier",
    unit = "entries",
    about = "Until V2 published, in V3 scanned in slow memory.",
    source = "patch: kmmscand, kscand")
@Counts(
    counter = "nr_<scanner>_idlepage",
    unit = "entries",
    about = "Until V2 scanned and not accessed, in V3 scanned in slow memory and not published.",
    source = "patch: kmmscand, kscand")
@Counts(
    counter = "nr_kscand_coldpage",
    unit = "entries",
    about = "Not published and idle before; V3.",
    source = "patch: kmmscand, kscand")
@Counts(
    counter = "kmmscand_scan_oh",
    unit = "us",
    about = "Time of scans; V0.",
    source = "patch: kmmscand, kscand")
@Counts(
    counter = "<scanner>_longest_scan_us",
    unit = "us",
    about = "The longest scan, waiting included.",
    source = "model")
@Counts(
    counter = "<scanner>_missed_deadlines",
    unit = "scans",
    about = "Begun a whole period or more after they were due.",
    source = "model")
@Counts(
    counter = "<scanner>_full_scans",
    unit = "scans",
    about = "Came to the last mapping of a process.",
    source = "model")
@Counts(
    counter = "<scanner>_full_scan_min_ms",
    unit = "ms",
    about = "The shortest full scan, periods in between included.",
    source = "model")
@Counts(
    counter = "<scanner>_full_scan_max_ms",
    unit = "ms",
    about = "The longest full scan, periods in between included.",
    source = "model")
@Counts(
    counter = "<scanner>_mmap_trylock_failed",
    unit = "turns",
    about = "A process was due and its mmap lock held.",
    source = "model")
@Counts(
    counter = "<scanner>_list_lock_stalls",
    unit = "splices",
    about = "Met the migrator at work on the same list.",
    source = "model")
final class ScanCounters {
  final Counter migadded;

  /** Splices that waited for the migrator's lock. */
  final Counter lockStalls;

  /** Turns at which a process was due and its mmap lock held. */
  final Counter trylockFailures;

  /** Time in scans, µs; V0 only. */
  final @Nullable Counter scanOverhead;

  private long fastPages;
  private long hotPages;
  private long idlePages;
  private long slowPages;
  private long coldPages;
  private final Counter mmScans;
  private final Counter vmaScans;
  private final Counter slowtier;
  private final Counter toptier;
  private final Counter idlepage;
  private final @Nullable Counter coldpage;
  private final Counter longestScanUs;
  private final Counter missedDeadlines;
  private final Counter fullScans;
  private final Counter shortestFullScanMs;
  private final Counter longestFullScanMs;

  ScanCounters(RunContext context, ScannerVersion version) {
    mmScans = context.counter(version.counter("mm_scans"));
    vmaScans = context.counter(version.counter("vma_scans"));
    migadded = context.counter(version.counter("migadded"));
    slowtier = context.counter(version.counter("slowtier"));
    toptier = context.counter(version.counter("toptier"));
    idlepage = context.counter(version.counter("idlepage"));
    String own = version.threadName();
    longestScanUs = context.counter(own + "_longest_scan_us");
    missedDeadlines = context.counter(own + "_missed_deadlines");
    fullScans = context.counter(own + "_full_scans");
    shortestFullScanMs = context.counter(own + "_full_scan_min_ms");
    longestFullScanMs = context.counter(own + "_full_scan_max_ms");
    trylockFailures = context.counter(own + "_mmap_trylock_failed");
    lockStalls = context.counter(own + "_list_lock_stalls");
    boolean first = version == ScannerVersion.V0;
    scanOverhead = first ? context.counter(own + "_scan_oh") : null;
    boolean third = version == ScannerVersion.V3;
    coldpage = third ? context.counter(version.counter("coldpage")) : null;
  }

  void walked(long present, long accessed, long slow, long hot, long idleBefore, int folioPages) {
    fastPages += (long) Long.bitCount(present & ~slow) * folioPages;
    hotPages += (long) Long.bitCount(hot) * folioPages;
    idlePages += (long) Long.bitCount(present & ~accessed) * folioPages;
    slowPages += (long) Long.bitCount(slow) * folioPages;
    coldPages += (long) Long.bitCount(slow & ~hot & idleBefore) * folioPages;
  }

  /** Adds what was walked to the counters. */
  void chunkEnds() {
    toptier.add(fastPages);
    migadded.add(hotPages);
    if (coldpage == null) {
      slowtier.add(hotPages);
      idlepage.add(idlePages);
    } else {
      slowtier.add(slowPages);
      idlepage.add(slowPages - hotPages);
      coldpage.add(coldPages);
    }
    fastPages = 0;
    hotPages = 0;
    idlePages = 0;
    slowPages = 0;
    coldPages = 0;
  }

  void vmaScanned() {
    vmaScans.add(1);
  }

  void mmScanBegins(boolean late) {
    if (late) {
      missedDeadlines.add(1);
    }
  }

  void mmScanEnds(long tookNs) {
    mmScans.add(1);
    longestScanUs.set(Math.max(longestScanUs.value(), tookNs / 1000));
    if (scanOverhead != null) {
      scanOverhead.add(tookNs / 1000);
    }
  }

  /** A process has been scanned from its first mapping to its last. */
  void fullScan(long tookNs) {
    long ms = tookNs / 1_000_000;
    shortestFullScanMs.set(fullScans.value() == 0 ? ms : Math.min(shortestFullScanMs.value(), ms));
    longestFullScanMs.set(Math.max(longestFullScanMs.value(), ms));
    fullScans.add(1);
  }
}
