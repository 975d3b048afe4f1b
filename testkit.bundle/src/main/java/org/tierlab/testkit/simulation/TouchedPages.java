package org.tierlab.testkit.simulation;

import java.util.Set;
import org.tierlab.api.PluginName;
import org.tierlab.api.hotness.HotnessEvents;
import org.tierlab.api.hotness.HotnessSource;
import org.tierlab.api.hotness.SourceContext;
import org.tierlab.api.hotness.SourceSpec;
import org.tierlab.api.memory.AddressSpaceView;
import org.tierlab.api.memory.PageTableWriter;
import org.tierlab.api.time.Kthread;

/** Publishes every 100 ms an event for each page whose accessed bit was set since the last time. */
@PluginName(name = TouchedPages.NAME)
final class TouchedPages implements HotnessSource {
  static final String NAME = "touched-pages";

  private static final long PERIOD_NS = 100_000_000;

  /** Nothing to set. */
  record NoKnobs() {}

  @Override
  public SourceSpec spec() {
    return new SourceSpec(NoKnobs.class, Set.of());
  }

  @Override
  public void attach(SourceContext context) {
    Kthread thread = context.kthread("ktouched");
    HotnessEvents events = new HotnessEvents();
    thread.after(PERIOD_NS, () -> scan(context, thread, events));
  }

  private static void scan(SourceContext context, Kthread thread, HotnessEvents events) {
    long[] plane = new long[1];
    events.clear();
    long now = thread.nowNs();
    int unknown = HotnessEvents.UNKNOWN;
    for (AddressSpaceView mm : context.addressSpaces()) {
      PageTableWriter table = context.pageTable(mm);
      for (long first = 0; first < mm.pages(); first += Long.SIZE) {
        table.testAndClearAccessed(first, 1, plane);
        thread.charge(Long.SIZE * context.walkCosts().testAndClearNs());
        for (long left = plane[0]; left != 0; left &= left - 1) {
          long page = first + Long.numberOfTrailingZeros(left);
          int pages = mm.vmaOf(page).folioPages();
          long from = Math.max(0, now - PERIOD_NS);
          events.add(mm, page, pages, 1, unknown, unknown, unknown, from, now);
        }
      }
    }
    context.publish(events);
    thread.after(PERIOD_NS, () -> scan(context, thread, events));
  }
}
