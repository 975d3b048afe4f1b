package __PACKAGE__;

import org.tierlab.api.Counts;
import org.tierlab.api.hotness.HotnessEvents;
import org.tierlab.api.hotness.SourceContext;
import org.tierlab.api.knob.Knobs;
import org.tierlab.api.memory.AddressSpaceView;
import org.tierlab.api.memory.PageTableWriter;
import org.tierlab.api.time.Counter;
import org.tierlab.api.time.Kthread;

/**
 * Scans accessed bits: a kernel thread reads and clears those of all memory and publishes an event for
 * each page that was accessed since the scan before. Who accessed it is not known, how often neither.
 *
 * <p>There is no TLB flush: an entry that a TLB holds is not walked again, so that a scan may miss
 * accesses. All calls come from the run's one thread.
 */
@Counts(
    counter = "__COUNTER___scanned",
    unit = "entries",
    about = "Entries looked at.",
    source = "model")
public final class __CLASS__Source {
  /** Pages in a word of a plane. */
  private static final int WORD = Long.SIZE;

  private final SourceContext context;
  private final Knobs<__CLASS__Knobs> knobs;
  private final Kthread thread;
  private final Counter scanned;
  private final HotnessEvents events = new HotnessEvents();
  private final long[] plane = new long[1];
  private long lastScanNs;

  /**
   * Joins a run.
   *
   * @param context the run
   */
  public __CLASS__Source(SourceContext context) {
    this.context = context;
    this.knobs = context.knobs(__CLASS__Knobs.class);
    this.thread = context.kthread("k__NAME__");
    this.scanned = context.counter("__COUNTER___scanned");
    sleep();
  }

  private void sleep() {
    thread.after(knobs.get().periodMs() * 1_000_000, this::scan);
  }

  private void scan() {
    long startedNs = thread.nowNs();
    events.clear();
    for (AddressSpaceView mm : context.addressSpaces()) {
      PageTableWriter table = context.pageTable(mm);
      for (long first = 0; first < mm.pages(); first += WORD) {
        scanWord(mm, table, first);
      }
    }
    context.publish(events);
    lastScanNs = startedNs;
    sleep();
  }

  /** Sixty-four pages: as the plane goes, so does the walk of the page table. */
  private void scanWord(AddressSpaceView mm, PageTableWriter table, long first) {
    table.present(first, 1, plane);
    int present = Long.bitCount(plane[0]);
    scanned.add(present);
    thread.charge(
        present * context.walkCosts().testAndClearNs()
            + (WORD - present) * context.walkCosts().skipNs());
    table.testAndClearAccessed(first, 1, plane);
    int unknown = HotnessEvents.UNKNOWN;
    for (long left = plane[0]; left != 0; left &= left - 1) {
      long page = first + Long.numberOfTrailingZeros(left);
      int pages = mm.vmaOf(page).folioPages();
      events.add(mm, page, pages, 1, unknown, unknown, unknown, lastScanNs, thread.nowNs());
    }
  }
}
