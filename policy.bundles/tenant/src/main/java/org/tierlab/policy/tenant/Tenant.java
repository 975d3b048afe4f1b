package org.tierlab.policy.tenant;

import java.util.Arrays;
import org.tierlab.api.Counts;
import org.tierlab.api.memory.AddressSpaceView;
import org.tierlab.api.policy.Batching;
import org.tierlab.api.policy.CandidateQueue;
import org.tierlab.api.policy.MigrationPlan;
import org.tierlab.api.policy.PolicyContext;
import org.tierlab.api.policy.Reason;
import org.tierlab.api.policy.TargetRule;
import org.tierlab.api.time.Counter;

/**
 * A process: its settings, its folios that wait for promotion, oldest first, and what it may have.
 */
@Counts(
    counter = "tenant_promoted_<process>",
    unit = "pages",
    about = "Promoted for the processes of that name.",
    source = "model")
final class Tenant {
  private final AddressSpaceView mm;
  private final CandidateQueue queue;
  private final Counter promoted;
  private final int fastMask;
  private final int nodes;
  private final MigrationPlan head =
      new MigrationPlan(Reason.PROMOTION, Batching.BATCHED, TargetRule.HIGH_WATERMARK_WAKE_KSWAPD);
  private long[] waiting = {};
  private long waitingPages;
  private long fastPages;
  private long cap;
  private long deficit;
  private int sensitivity;
  private int share;

  Tenant(PolicyContext context, AddressSpaceView mm, int fastMask) {
    this.mm = mm;
    this.fastMask = fastMask;
    nodes = context.machine().nodes();
    queue = context.candidates();
    promoted = context.counter("tenant_promoted_" + mm.name());
  }

  AddressSpaceView mm() {
    return mm;
  }

  void configure(int newSensitivity, int newShare) {
    sensitivity = newSensitivity;
    share = newShare;
  }

  int sensitivity() {
    return sensitivity;
  }

  int share() {
    return share;
  }

  /** Pages that a turn adds to what may be sent. */
  long quantum() {
    return (long) share * Math.max(1, sensitivity);
  }

  // The queue.

  /** Pages that wait. */
  long waitingPages() {
    return waitingPages;
  }

  /** Whether a folio waits already. */
  boolean waits(long page) {
    int word = (int) (page >> 6);
    return word < waiting.length && (waiting[word] >> page & 1) != 0;
  }

  void enqueue(long page, int pages, int target) {
    int word = (int) (page >> 6);
    if (word >= waiting.length) {
      waiting = Arrays.copyOf(waiting, Math.max(word + 1, (int) ((mm.pages() + 63) >> 6)));
    }
    waiting[word] |= 1L << page;
    waitingPages += pages;
    queue.add(mm, page, target);
  }

  /** Makes the oldest folio the one that {@link #headPage} tells; false if none waits. */
  boolean hasHead() {
    return head.size() > 0 || queue.drainTo(head, 1, -1) > 0;
  }

  long headPage() {
    return head.page(0);
  }

  int headTarget() {
    return head.target(0);
  }

  int headPages() {
    return mm.vmaOf(headPage()).folioPages();
  }

  void removeHead() {
    long page = headPage();
    waiting[(int) (page >> 6)] &= ~(1L << page);
    waitingPages -= headPages();
    head.clear();
  }

  /** Forgets all that waits; returns how many pages that were. */
  long discard() {
    long pages = waitingPages;
    while (hasHead()) {
      head.clear();
    }
    waiting = new long[0];
    waitingPages = 0;
    return pages;
  }

  // What it has and may have.

  /** Looks how much of it is in fast memory; nothing is on its way. */
  void look() {
    long pages = 0;
    for (int node = 0; node < nodes; node++) {
      if ((fastMask >> node & 1) != 0) {
        pages += mm.residentPages(node);
      }
    }
    fastPages = pages;
  }

  /** What it would have in fast memory if it got all that waits. */
  long demand() {
    return fastPages + (sensitivity == 0 ? 0 : waitingPages);
  }

  void cap(long pages) {
    cap = pages;
  }

  boolean mayHave(int more) {
    return fastPages + more <= cap;
  }

  /** What is on its way counts as there. */
  void sent(int pages) {
    fastPages += pages;
  }

  void promoted(int pages) {
    promoted.add(pages);
  }

  // Its turn.

  long deficit() {
    return deficit;
  }

  void deficit(long pages) {
    deficit = pages;
  }
}
