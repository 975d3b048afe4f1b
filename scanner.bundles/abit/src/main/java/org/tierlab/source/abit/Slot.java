package org.tierlab.source.abit;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.tierlab.api.RunContext;
import org.tierlab.api.hotness.HotnessEvents;
import org.tierlab.api.memory.AddressSpaceView;
import org.tierlab.api.memory.Vma;
import org.tierlab.api.time.Counter;

/** What the scanner keeps for one process, the kernel's {@code struct kmmscand_mm_slot}. */
final class Slot {
  final AddressSpaceView mm;

  /** Share of failed migrations, percent, as the migrator keeps it for the process (V3). */
  final Counter failurePercent;

  /** Records on the process's migration list while the migrator is at work on it (V2, V3). */
  final Counter listPages;

  private final Map<Long, Long> walkedNs = new LinkedHashMap<>();

  /** Virtual address at which the next scan goes on; 0 for the start. */
  long resumeAddress;

  int periodMs;
  long nextScanNs;

  /** Slow pages found accessed, with a sixteenth of what was kept before; 0 below the threshold. */
  long scanDelta;

  long scanBytes;

  /** Fast node found by the last scan. */
  int targetNode = HotnessEvents.UNKNOWN;

  /** Whether a thread scans it now. */
  boolean scanned;

  /** When the scan began that started at the first mapping. */
  long fullScanBeganNs;

  Slot(
      RunContext context,
      AddressSpaceView mm,
      long enteredNs,
      ScannerVersion version,
      int periodMs) {
    this.mm = mm;
    this.periodMs = version.clampPeriodMs(periodMs);
    this.scanBytes = version.initialScanBytes();
    failurePercent = context.counter(mm, "kmigrated_fratio");
    listPages = context.counter(mm, "migrate_list_pages");
    nextScanNs = enteredNs + AccessedBitScanner.INITIAL_DELAY_NS;
  }

  /**
   * Notes that the walk of a VMA begins.
   *
   * @return when it was last walked, or since when it can have been accessed
   */
  long walkBegins(Vma vma, long nowNs) {
    Long before = walkedNs.put(vma.startAddress(), nowNs);
    return before == null ? Math.min(nowNs, vma.createdNs()) : before;
  }

  /** The first VMA that ends above an address, null if there is none. */
  @Nullable Vma vmaAt(long address) {
    for (Vma vma : mm.vmas()) {
      if (vma.startAddress() + vma.pages() * 4096L > address) {
        return vma;
      }
    }
    return null;
  }
}
