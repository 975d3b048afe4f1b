package org.tierlab.source.chmu;

import org.tierlab.api.Counts;
import org.tierlab.api.hotness.HotnessEvents;
import org.tierlab.api.hotness.SourceContext;
import org.tierlab.api.memory.AddressSpaceView;
import org.tierlab.api.time.Counter;
import org.tierlab.api.time.Kthread;

/**
 * The host side of one hotness monitoring unit, after the proposed perf PMU {@code cxl_hmu_memX}: a
 * kernel thread that reads the hotlist every {@code poll_ms} and publishes what it finds.
 *
 * <p>Each reading costs one read of the device's registers for the tail of the list and one for
 * each entry. An event says how often a unit was accessed in an epoch, as far as the device
 * counted; the CPU is unknown. Not thread-safe.
 */
@Counts(counter = "chmu_counted", unit = "accesses", about = "Counted by units.", source = "model")
@Counts(
    counter = "chmu_counters_exhausted",
    unit = "accesses",
    about = "Found no counter.",
    source = "model")
@Counts(
    counter = "chmu_hotlist_entries",
    unit = "entries",
    about = "Read from hotlists.",
    source = "model")
@Counts(
    counter = "chmu_hotlist_overflow",
    unit = "entries",
    about = "Lost, as the hotlist was full.",
    source = "model")
@Counts(
    counter = "chmu_units_gone",
    unit = "entries",
    about = "Of processes that had exited.",
    source = "model")
public final class ChmuDriver {
  private final SourceContext context;
  private final ChmuKnobs knobs;
  private final HotnessMonitoringUnit unit;
  private final Kthread thread;
  private final DeviceAddresses addresses = new DeviceAddresses();
  private final HotnessEvents events = new HotnessEvents();
  private final Counter counted;
  private final Counter exhausted;
  private final Counter hotlist;
  private final Counter overflows;
  private final Counter gone;

  private ChmuDriver(SourceContext context, ChmuKnobs knobs, int node) {
    this.context = context;
    this.knobs = knobs;
    unit = new HotnessMonitoringUnit(knobs, context.random(), context.nowNs());
    thread = context.kthread("chmu" + node);
    counted = context.counter("chmu_counted");
    exhausted = context.counter("chmu_counters_exhausted");
    hotlist = context.counter("chmu_hotlist_entries");
    overflows = context.counter("chmu_hotlist_overflow");
    gone = context.counter("chmu_units_gone");
  }

  /**
   * Starts the unit of one node.
   *
   * @param context the run
   * @param knobs its knobs
   * @param node a node of a slow tier
   */
  public static void start(SourceContext context, ChmuKnobs knobs, int node) {
    ChmuDriver driver = new ChmuDriver(context, knobs, node);
    context.onDeviceAccess(
        node,
        (mm, accesses, count, nowNs) -> {
          driver.unit.accessed(driver.addresses.baseOf(mm), accesses, count, nowNs);
          driver.account();
        });
    driver.sleep();
  }

  private void account() {
    counted.add(unit.takeCounted());
    exhausted.add(unit.takeExhausted());
    overflows.add(unit.hotlist().takeOverflows());
  }

  private void sleep() {
    thread.after(knobs.pollMs() * 1_000_000L, this::poll);
  }

  private void poll() {
    unit.sweep(thread.nowNs());
    account();
    Hotlist list = unit.hotlist();
    hotlist.add(list.size());
    thread.charge((1 + list.size()) * knobs.mmioReadNs());
    events.clear();
    for (; list.size() > 0; list.advance()) {
      report(list);
    }
    if (events.size() > 0) {
      context.publish(events);
    }
    sleep();
  }

  private void report(Hotlist list) {
    long devicePage = list.unit() << knobs.unitShift();
    AddressSpaceView mm = addresses.mmOf(devicePage);
    if (mm == null || mm.exited()) {
      gone.add(1);
      return;
    }
    long first = devicePage - addresses.baseOf(mm);
    long pages = Math.min(1L << knobs.unitShift(), mm.pages() - first);
    int unknown = HotnessEvents.UNKNOWN;
    events.add(
        mm, first, pages, list.count(), unknown, unknown, unknown, list.fromNs(), list.toNs());
  }
}
