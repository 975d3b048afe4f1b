package org.tierlab.source.lruscan;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tierlab.api.hotness.SourceContext;
import org.tierlab.api.hotness.WalkCosts;
import org.tierlab.api.memory.AddressSpaceView;
import org.tierlab.api.memory.PageTableWriter;
import org.tierlab.api.time.Kthread;

/**
 * One pass through the list of mms for one node ({@code iterate_mm_list()}), in slices.
 *
 * <p>An mm is skipped if it has fewer than 64 resident pages, or if no thread of it has run since
 * the last pass; here, if it has no thread. An mm that has joined the list since the last pass is
 * walked whole, whatever the Bloom filter says. One whose mmap lock is held for writing waits for
 * the next pass.
 */
final class MmListWalk {
  /** Least pages of an mm that is walked, {@code MIN_LRU_BATCH} (published). */
  static final long MIN_LRU_BATCH = 64;

  /** What becomes of the pages found. */
  interface Sink {
    /**
     * Takes the pages of one mm.
     *
     * @param mm the mm
     * @param found pages, to be cleared
     */
    void flush(AddressSpaceView mm, FoundPages found);
  }

  private final SourceContext context;
  private final Kthread thread;
  private final LruScanCounters counters;
  private final PageTableWalk walk;
  private final FoundPages found = new FoundPages();
  private final List<AddressSpaceView> mms = new ArrayList<>();
  private @Nullable NodeState state;
  private int next;
  private long seq;
  private boolean force;
  private boolean nonleafYoung;

  MmListWalk(
      SourceContext context, Kthread thread, LruScanCounters counters, Generations generations) {
    this.context = context;
    this.thread = thread;
    this.counters = counters;
    WalkCosts costs = context.walkCosts();
    walk = new PageTableWalk(costs, counters, generations);
  }

  /**
   * Begins a pass.
   *
   * @param node for which node
   * @param walkedSeq the generation that is walked for
   * @param forceScan whether to walk every mm whole
   * @param skipOld whether non-leaf entries tell what was not accessed
   */
  void begin(NodeState node, long walkedSeq, boolean forceScan, boolean skipOld) {
    state = node;
    seq = walkedSeq;
    node.forgetExited(context);
    force = forceScan;
    nonleafYoung = skipOld;
    next = 0;
    mms.clear();
    mms.addAll(context.addressSpaces());
    if (!mms.isEmpty()) {
      node.filters.reset(seq + 1);
    }
  }

  /**
   * Goes on until the slice is used or the list is at its end.
   *
   * @param batch pages after which the sink is called
   * @param sink what becomes of pages found
   * @return whether the pass is over
   */
  boolean proceed(int batch, Sink sink) {
    NodeState node = state;
    while (node != null && (walk.mm() != null || beginNext(node))) {
      AddressSpaceView mm = walk.mm();
      if (mm == null || mm.exited()) {
        found.clear();
        walk.end();
        continue;
      }
      if (!walkOn(mm, batch, sink)) {
        return false;
      }
    }
    return true;
  }

  private boolean beginNext(NodeState node) {
    while (next < mms.size()) {
      AddressSpaceView mm = mms.get(next++);
      boolean joined = mm.id() >= node.newFrom;
      node.newFrom = Math.max(node.newFrom, mm.id() + 1);
      boolean used = force || joined || mm.liveTasks() > 0;
      if (mm.exited() || !used || mm.residentPages() < MIN_LRU_BATCH) {
        continue;
      }
      if (!context.mmapReadTrylock(mm, thread.nowNs())) {
        counters.trylockFailures.add(1);
      } else {
        walk.begin(mm, node, seq, force || joined, nonleafYoung);
        return true;
      }
    }
    state = null;
    return false;
  }

  private boolean walkOn(AddressSpaceView mm, int batch, Sink sink) {
    PageTableWriter table = context.pageTable(mm);
    double costNs = walk.walkPmd(table, thread.nowNs(), found);
    while (costNs >= 0) {
      thread.charge(costNs);
      if (found.pages() >= batch) {
        sink.flush(mm, found);
      }
      if (thread.sliceUsed()) {
        sink.flush(mm, found);
        return false;
      }
      costNs = walk.walkPmd(table, thread.nowNs(), found);
    }
    sink.flush(mm, found);
    walk.end();
    return true;
  }
}
