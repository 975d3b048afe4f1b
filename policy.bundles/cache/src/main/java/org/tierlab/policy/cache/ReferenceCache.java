package org.tierlab.policy.cache;

import java.util.BitSet;
import java.util.List;
import org.tierlab.api.Counts;
import org.tierlab.api.machine.MachineView;
import org.tierlab.api.memory.AddressSpaceView;
import org.tierlab.api.memory.Vma;
import org.tierlab.api.policy.Batching;
import org.tierlab.api.policy.BoundContext;
import org.tierlab.api.policy.MigrationPlan;
import org.tierlab.api.policy.PolicyContext;
import org.tierlab.api.policy.Reason;
import org.tierlab.api.policy.TargetRule;
import org.tierlab.api.time.Counter;
import org.tierlab.api.time.TaskView;

/**
 * The fast tier as a cache of folios, as cache simulators have it: every access is seen, a folio
 * that misses is served by the slow tier and fast from its next access on, and moves take no time
 * and cost nothing. Hits and misses are those of the replacement alone; the folios' places follow
 * it.
 *
 * <p>It begins empty: what is in the fast tier goes to slower nodes as far as they have room, and
 * first touches allocate there. What finds no room counts as cached from the start. Folios that
 * cannot be moved are not cached and not counted. Where a slow tier is full a folio may stay fast
 * after it was given up; that changes who serves it, not the counts.
 *
 * <p>Not thread-safe; one instance a run.
 */
@Counts(
    counter = "cache_clock_hit",
    unit = "accesses",
    about = "Found their folio in the cache.",
    source = "model")
@Counts(
    counter = "cache_clock_miss",
    unit = "accesses",
    about = "Did not find their folio in the cache.",
    source = "model")
@Counts(
    counter = "cache_lru_hit",
    unit = "accesses",
    about = "Found their folio in the cache.",
    source = "model")
@Counts(
    counter = "cache_lru_miss",
    unit = "accesses",
    about = "Did not find their folio in the cache.",
    source = "model")
public final class ReferenceCache {
  private final PolicyContext context;
  private final BoundContext bound;
  private final MachineView machine;
  private final Replacement replacement;
  private final Counter hits;
  private final Counter misses;
  private final FolioNumbers numbers = new FolioNumbers();
  private final BitSet cached = new BitSet();
  private final BitSet exited = new BitSet();
  private final MigrationPlan plan =
      new MigrationPlan(Reason.PROMOTION, Batching.BATCHED, TargetRule.MIN_WATERMARK);
  private final long[] free;
  private final long capacity;
  private long used;

  /**
   * Makes a cache that does nothing yet.
   *
   * @param context the run; the policy's spec says that it is a bound
   * @param name of its counters: {@code NAME_hit} and {@code NAME_miss}
   * @param replacement what to give up, empty
   */
  public ReferenceCache(PolicyContext context, String name, Replacement replacement) {
    this.context = context;
    this.replacement = replacement;
    bound = context.bound();
    machine = context.machine();
    hits = context.counter(name + "_hit");
    misses = context.counter(name + "_miss");
    free = new long[machine.nodes()];
    long asked = context.knobs(CacheKnobs.class).get().capacity();
    capacity = asked > 0 ? asked : fastPages();
  }

  /** Begins to cache. */
  public void begin() {
    empty();
    bound.onAccess(this::accessed);
  }

  private long fastPages() {
    long pages = 0;
    for (int node = 0; node < machine.nodes(); node++) {
      pages += machine.node(node).topTier() ? machine.node(node).capacityPages() : 0;
    }
    return pages;
  }

  private void empty() {
    lookAtFreePages();
    bound.allocateOn(slowNode(1));
    for (AddressSpaceView mm : context.addressSpaces()) {
      for (Vma vma : mm.vmas()) {
        for (long page = vma.firstPage(); page < vma.endPage(); page += vma.folioPages()) {
          int node = mm.pageTable().nodeOf(page);
          if (node >= 0 && machine.node(node).topTier() && bound.placeable(mm, page)) {
            int slow = slowNode(vma.folioPages());
            if (slow >= 0) {
              plan.add(mm, page, slow);
              free[slow] -= vma.folioPages();
            } else {
              add(numbers.of(mm, page), vma.folioPages());
            }
          }
        }
      }
    }
    bound.place(plan);
  }

  private void add(int entry, int pages) {
    replacement.insert(entry);
    cached.set(entry);
    used += pages;
  }

  private void accessed(TaskView task, long page, int node) {
    AddressSpaceView mm = task.mm();
    int entry = numbers.of(mm, page);
    if (cached.get(entry)) {
      hits.add(1);
      replacement.hit(entry);
      return;
    }
    int pages = mm.vmaOf(page).folioPages();
    if (pages > capacity || !bound.placeable(mm, page)) {
      return;
    }
    misses.add(1);
    dropExited();
    lookAtFreePages();
    plan.clear();
    if (!machine.node(node).topTier()) {
      free[node] += pages;
    }
    while (used + pages > capacity) {
      evict();
    }
    add(entry, pages);
    if (!machine.node(node).topTier()) {
      plan.add(mm, page, fastNode(task.node(), pages));
    }
    if (plan.size() > 0 && !bound.place(plan)) {
      // Too full to follow at once: the counts hold all the same.
      plan.clear();
    }
  }

  private void lookAtFreePages() {
    for (int node = 0; node < free.length; node++) {
      free[node] = machine.node(node).freePages();
    }
  }

  private void evict() {
    int entry = replacement.evict();
    cached.clear(entry);
    AddressSpaceView mm = numbers.mm(entry);
    long page = numbers.page(entry);
    int pages = mm.vmaOf(page).folioPages();
    used -= pages;
    int from = mm.pageTable().nodeOf(page);
    int slow = slowNode(pages);
    if (from >= 0 && machine.node(from).topTier() && slow >= 0) {
      plan.add(mm, page, slow);
      free[slow] -= pages;
      free[from] += pages;
    }
  }

  /** The fastest node below the top tier with room, −1 if none has. */
  private int slowNode(int pages) {
    int best = -1;
    for (int node = 0; node < free.length; node++) {
      boolean fits = !machine.node(node).topTier() && free[node] >= pages;
      if (fits && (best < 0 || machine.node(node).tier() < machine.node(best).tier())) {
        best = node;
      }
    }
    return best;
  }

  /** The nearest node of the top tier with room; if none has any, the nearest. */
  private int fastNode(int from, int pages) {
    int best = nearestFast(from, pages);
    return best >= 0 ? best : nearestFast(from, 0);
  }

  private int nearestFast(int from, int pages) {
    int best = -1;
    for (int node = 0; node < free.length; node++) {
      boolean fits = machine.node(node).topTier() && free[node] >= pages;
      if (fits && (best < 0 || machine.distance(from, node) < machine.distance(from, best))) {
        best = node;
      }
    }
    return best;
  }

  /** Processes that have exited hold no memory any more. */
  private void dropExited() {
    List<AddressSpaceView> mms = numbers.mms();
    for (int i = 0; i < mms.size(); i++) {
      if (mms.get(i).exited() && !exited.get(i)) {
        exited.set(i);
        drop(mms.get(i));
      }
    }
  }

  private void drop(AddressSpaceView mm) {
    for (Vma vma : mm.vmas()) {
      for (long page = vma.firstPage(); page < vma.endPage(); page += vma.folioPages()) {
        int entry = numbers.of(mm, page);
        if (cached.get(entry)) {
          replacement.remove(entry);
          cached.clear(entry);
          used -= vma.folioPages();
        }
      }
    }
  }
}
