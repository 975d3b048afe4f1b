package org.tierlab.source.abit;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.tierlab.api.hotness.HotnessEvents;
import org.tierlab.api.memory.AddressSpaceView;
import org.tierlab.api.memory.Vma;

/** What the scanner keeps for one process, the kernel's {@code struct kmmscand_mm_slot}. */
final class Slot {
  final AddressSpaceView mm;
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

  Slot(AddressSpaceView mm, long enteredNs, ScannerVersion version, int periodMs) {
    this.mm = mm;
    this.periodMs = version.clampPeriodMs(periodMs);
    this.scanBytes = version.initialScanBytes();
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

  /** The first VMA at or after the resume address, null at the end. */
  @Nullable Vma vmaToWalk() {
    for (Vma vma : mm.vmas()) {
      if (vma.startAddress() + vma.pages() * 4096L > resumeAddress) {
        return vma;
      }
    }
    return null;
  }
}
