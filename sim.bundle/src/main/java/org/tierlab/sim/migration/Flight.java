package org.tierlab.sim.migration;

import java.util.Arrays;
import org.tierlab.api.policy.MigrationOutcome;
import org.tierlab.api.policy.MigrationPlan;
import org.tierlab.sim.experiment.CostModel;
import org.tierlab.sim.memory.AddressSpace;
import org.tierlab.sim.recording.Timeline;

/**
 * One batch of a plan on its way: folios of one source and one target node, unmapped together,
 * flushed once, copied by the engine, remapped one after another as their copies are done.
 */
final class Flight {
  private final Pipeline pipeline;
  private final MigrationPlan plan;
  private final int source;
  private final int target;
  private final PlanOwner owner;
  private int size;
  private int[] indices = new int[16];
  private AddressSpace[] mms = new AddressSpace[16];
  private long[] pages = new long[16];
  private int[] oldEntries = new int[16];
  private int[] folioPages = new int[16];
  private long[] accessiblePs = new long[16];
  private boolean[] copied = new boolean[16];
  private boolean[] landed = new boolean[16];

  Flight(Pipeline pipeline, MigrationPlan plan, int source, int target, PlanOwner owner) {
    this.pipeline = pipeline;
    this.plan = plan;
    this.source = source;
    this.target = target;
    this.owner = owner;
  }

  int source() {
    return source;
  }

  int target() {
    return target;
  }

  void board(int index, AddressSpace mm, long page) {
    if (size == pages.length) {
      int capacity = 2 * size;
      indices = Arrays.copyOf(indices, capacity);
      mms = Arrays.copyOf(mms, capacity);
      pages = Arrays.copyOf(pages, capacity);
      oldEntries = Arrays.copyOf(oldEntries, capacity);
      folioPages = Arrays.copyOf(folioPages, capacity);
      accessiblePs = Arrays.copyOf(accessiblePs, capacity);
      copied = Arrays.copyOf(copied, capacity);
      landed = Arrays.copyOf(landed, capacity);
    }
    indices[size] = index;
    mms[size] = mm;
    pages[size] = page;
    oldEntries[size] = mm.store().entry(page);
    folioPages[size++] = mm.vmaOf(page).folioPages();
    mm.beginMigration(page, target);
    pipeline.launched(this, mm, page);
    pipeline.allocated(target);
  }

  long pagesInFlight() {
    long sum = 0;
    for (int i = 0; i < size; i++) {
      sum += landed[i] ? 0 : folioPages[i];
    }
    return sum;
  }

  /**
   * Unmaps, flushes, copies.
   *
   * @return when the last folio is remapped
   */
  long fly(Initiator by) {
    CostModel costs = pipeline.machine().costs();
    long begunPs = by.nowPs();
    double unmapNs = 0;
    for (int i = 0; i < size; i++) {
      unmapNs += pipeline.unmapNs(mms[i]);
    }
    by.charge(costs.migrateBatchNs() + size * costs.isolateNs() + unmapNs);
    for (int i = 0; i < size; i++) {
      by.charge(pipeline.machine().migrationNs(by.mm() == null));
    }
    for (int i = 0; i < size; i++) {
      if (firstOfItsMm(i)) {
        by.charge(pipeline.flush(mms[i], by.mm()));
      }
    }
    CopyStation station = pipeline.station();
    station.begin(source, target);
    for (int i = 0; i < size; i++) {
      station.add(folioPages[i]);
    }
    long start = by.nowPs();
    station.copy(by);
    by.charge(station.initiatorNs() + size * costs.remapNs());
    by.sleep(station.waitNs());
    for (int i = 0; i < size; i++) {
      copied[i] = station.copied(i);
      accessiblePs[i] = start + Math.round(1000 * (station.doneNs(i) + (i + 1) * costs.remapNs()));
    }
    long lastPs = start + Math.round(1000 * (station.lastNs() + size * costs.remapNs()));
    station.timed(
        Arrays.stream(accessiblePs, 0, size).min().orElse(lastPs) - begunPs, lastPs - begunPs);
    tell(pipeline.machine().timeline(), begunPs, lastPs);
    return lastPs;
  }

  private void tell(Timeline timeline, long beginPs, long endPs) {
    if (timeline != Timeline.NONE) {
      pipeline.tellBatch(plan.reason(), source, target, beginPs, endPs, pagesInFlight());
      for (int i = 0; i < size; i++) {
        if (copied[i]) {
          timeline.migrated(folioPages[i], accessiblePs[i] - beginPs);
        }
      }
    }
  }

  private boolean firstOfItsMm(int i) {
    for (int j = 0; j < i; j++) {
      if (mms[j] == mms[i]) {
        return false;
      }
    }
    return true;
  }

  long accessibleAt(AddressSpace mm, long page, long nowPs) {
    for (int i = 0; i < size; i++) {
      if (pages[i] == page && mms[i] == mm) {
        if (accessiblePs[i] <= nowPs) {
          land(i);
        }
        return accessiblePs[i];
      }
    }
    throw new IllegalStateException("page " + page + " is not in this batch");
  }

  /** Remaps what is not remapped yet and writes outcomes; the time of the last folio has come. */
  void landAll(MigrationOutcome[] outcomes) {
    for (int i = 0; i < size; i++) {
      land(i);
      outcomes[indices[i]] = copied[i] ? MigrationOutcome.MIGRATED : MigrationOutcome.COPY_FAILED;
    }
  }

  private void land(int i) {
    if (landed[i]) {
      return;
    }
    landed[i] = true;
    AddressSpace mm = mms[i];
    pipeline.landed(mm, pages[i]);
    mm.endMigration(pages[i], source, target, copied[i], oldEntries[i]);
    pipeline.count(
        copied[i] ? MigrationOutcome.MIGRATED : MigrationOutcome.COPY_FAILED,
        plan.reason(),
        true,
        source,
        target,
        folioPages[i],
        owner);
    if (mm.exited()) {
      mm.remove(pages[i], copied[i] ? target : source, folioPages[i]);
    }
  }
}
