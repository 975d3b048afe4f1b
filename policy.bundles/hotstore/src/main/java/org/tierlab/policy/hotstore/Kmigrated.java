package org.tierlab.policy.hotstore;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.tierlab.api.knob.Knobs;
import org.tierlab.api.memory.AddressSpaceView;
import org.tierlab.api.policy.Batching;
import org.tierlab.api.policy.MigrationOutcome;
import org.tierlab.api.policy.MigrationPlan;
import org.tierlab.api.policy.MigrationReport;
import org.tierlab.api.policy.PolicyContext;
import org.tierlab.api.policy.Reason;
import org.tierlab.api.policy.TargetRule;
import org.tierlab.api.time.Kthread;

/**
 * The migrator thread of one slow node. Every {@code kmigrated_sleep_ms} it walks the sections that
 * are hot for its node and takes what is ready: the record is forgotten at that moment, whatever
 * becomes of the page. What passes the throttle of its target is handed over in batches; a batch
 * also ends where the target changes and at the end of a section.
 */
final class Kmigrated {
  /** CPU time to look at one page of a hot section, nanoseconds (assumed: half a cache miss). */
  static final double LOOK_NS = 5;

  private static final long NS_PER_MS = 1_000_000L;

  private final PolicyContext context;
  private final Knobs<HotStoreKnobs> knobs;
  private final HotMap map;
  private final AccessRecorder recorder;
  private final Promotions promotions;
  private final Kthread thread;
  private final int nodeBit;
  private final int slowMask;
  private final long[] here = new long[1];
  private final long[] slow = new long[1];
  private final MigrationPlan plan =
      new MigrationPlan(Reason.PROMOTION, Batching.BATCHED, TargetRule.HIGH_WATERMARK_WAKE_KSWAPD);
  private int[] causes = new int[512];
  private int mm;
  private int section;
  private int word;
  private @Nullable HotSection walked;

  Kmigrated(
      PolicyContext context,
      Knobs<HotStoreKnobs> knobs,
      HotMap map,
      AccessRecorder recorder,
      Promotions promotions,
      int node,
      int slowMask) {
    this.context = context;
    this.knobs = knobs;
    this.map = map;
    this.recorder = recorder;
    this.promotions = promotions;
    this.slowMask = slowMask;
    nodeBit = 1 << node;
    thread = context.kthread("kmigrated" + node);
  }

  void start() {
    thread.after(knobs.get().sleepNs(), this::read);
  }

  private void read() {
    if (recorder.readAll(thread)) {
      mm = 0;
      section = 0;
      walk();
    } else {
      thread.after(0, this::read);
    }
  }

  /** Walks on until a batch is full, the slice is used or all is done. */
  private void walk() {
    while (findHotSection()) {
      if (thread.sliceUsed()) {
        thread.after(0, this::walk);
        return;
      }
      if (walkWord()) {
        submit();
        return;
      }
    }
    thread.after(knobs.get().sleepNs(), this::read);
  }

  /** Makes sure that there is a section to walk; false at the end of the pass. */
  private boolean findHotSection() {
    while (walked == null && mm < map.spaces()) {
      if (section == 0) {
        dropIfExited();
      }
      if (section >= map.sections(mm)) {
        section = 0;
        mm++;
        continue;
      }
      HotSection candidate = map.find(mm, section);
      if (candidate != null && candidate.testAndClearHot(nodeBit)) {
        walked = candidate;
        word = 0;
        return true;
      }
      section++;
    }
    return walked != null;
  }

  private void dropIfExited() {
    AddressSpaceView space = context.addressSpace(mm);
    if (space == null || space.exited()) {
      map.drop(mm);
    }
  }

  /** Takes what is ready of the next 64 pages; true if the plan must be handed over first. */
  private boolean walkWord() {
    HotSection hot = walked;
    AddressSpaceView space = context.addressSpace(mm);
    if (hot == null || space == null || space.exited()) {
      walked = null;
      return plan.size() > 0;
    }
    if (hot.ready(word) != 0 && takeReady(hot, space)) {
      return true;
    }
    thread.charge(64 * LOOK_NS);
    if (++word == HotSection.WORDS) {
      walked = null;
      section++;
      return plan.size() > 0;
    }
    return false;
  }

  private boolean takeReady(HotSection hot, AddressSpaceView space) {
    long base = (long) section * HotSection.PAGES + 64L * word;
    space.pageTable().onNodes(base, 1, nodeBit, here);
    space.pageTable().onNodes(base, 1, slowMask, slow);
    for (long rest = hot.ready(word); rest != 0; rest &= rest - 1) {
      long bit = rest & -rest;
      int index = 64 * word + Long.numberOfTrailingZeros(rest);
      if ((here[0] & bit) != 0) {
        int target = hot.target(index, recorder.fallbackTarget());
        if (plan.size() > 0 && full(target)) {
          return true;
        }
        take(hot, space, base + Long.numberOfTrailingZeros(rest), target);
      } else if ((slow[0] & bit) == 0) {
        hot.clear(index);
      }
    }
    return false;
  }

  private boolean full(int target) {
    return plan.size() >= knobs.get().kmigratedBatchNr() || plan.target(0) != target;
  }

  private void take(HotSection hot, AddressSpaceView space, long page, int target) {
    int index = (int) (page % HotSection.PAGES);
    long nowMs = thread.nowNs() / NS_PER_MS;
    long latencyMs = hot.latencyMs(index, nowMs);
    int cause = hot.cause(index);
    hot.clear(index);
    if (promotions.admit(target, space.vmaOf(page).folioPages(), latencyMs, nowMs)) {
      if (plan.size() == causes.length) {
        causes = Arrays.copyOf(causes, 2 * causes.length);
      }
      causes[plan.size()] = cause;
      plan.add(space, page, target);
    }
  }

  private void submit() {
    context.migrate(plan, thread, this::migrated);
  }

  private void migrated(MigrationReport report) {
    for (int i = 0; i < plan.size(); i++) {
      if (report.outcome(i) == MigrationOutcome.MIGRATED) {
        promotions.done(causes[i], plan.mm(i).vmaOf(plan.page(i)).folioPages());
      }
    }
    plan.clear();
    walk();
  }
}
