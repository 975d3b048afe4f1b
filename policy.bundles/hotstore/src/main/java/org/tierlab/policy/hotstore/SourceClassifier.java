package org.tierlab.policy.hotstore;

import java.util.Arrays;
import org.tierlab.api.hotness.FaultOutcome;
import org.tierlab.api.hotness.HotnessEvents;
import org.tierlab.api.policy.FaultQuestion;

/**
 * Tells from the evidence of an event which class its source belongs to. In the kernel the caller
 * says so.
 *
 * <ul>
 *   <li>A hint fault has an exact time and a node, and so has a hardware sample. A source is one of
 *       hint faults from the moment on that one of its events was seen to be a fault: the policy
 *       hears of every fault and finds it among the events by page, node and time.
 *   <li>Any other event with an exact time is a hardware sample.
 *   <li>A source is a hardware counter's from the moment on that it counted more than one access in
 *       an interval without knowing an age.
 *   <li>All else is read from accessed bits, also the regions of DAMON, which have count and age.
 * </ul>
 */
final class SourceClassifier {
  /** Sources that are told apart. */
  static final int SOURCES = 256;

  private final boolean[] faulting = new boolean[SOURCES];
  private final boolean[] counting = new boolean[SOURCES];
  private final SourceClass[] lastClass = new SourceClass[SOURCES];
  private boolean looking;
  private int mm;
  private long page;
  private int node;
  private long atNs;

  SourceClassifier() {
    Arrays.fill(lastClass, SourceClass.PGTSCANS);
  }

  /**
   * Hears of a fault. One that migrated its folio took time to, so that its event cannot be told by
   * time; the next will do.
   */
  void fault(FaultQuestion fault, FaultOutcome outcome) {
    boolean undisturbed = outcome == FaultOutcome.NO_POLICY || outcome == FaultOutcome.STAYED;
    if (looking || !undisturbed) {
      return;
    }
    looking = true;
    mm = fault.mm().id();
    page = fault.page();
    node = fault.accessingNode();
    atNs = fault.nowNs();
  }

  /** All events have been read: a fault that was not among them was published to nobody. */
  void caughtUp() {
    looking = false;
  }

  /** The class that the last event of a source was in. */
  SourceClass lastClassOf(int source) {
    return lastClass[source];
  }

  /** The class of an event's source. */
  SourceClass classOf(HotnessEvents events, int i) {
    int source = numberOf(events, i);
    if (looking && isFault(events, i)) {
      faulting[source] = true;
      looking = false;
    }
    boolean exact = events.fromNs(i) == events.toNs(i);
    counting[source] |= events.count(i) > 1 && events.ageNs(i) == HotnessEvents.UNKNOWN;
    SourceClass found = exact || counting[source] ? SourceClass.HWHINTS : SourceClass.PGTSCANS;
    lastClass[source] = faulting[source] ? SourceClass.HINTFAULTS : found;
    return lastClass[source];
  }

  /** The number of an event's source, cut down to a byte. */
  static int numberOf(HotnessEvents events, int i) {
    return events.source(i) & SOURCES - 1;
  }

  private boolean isFault(HotnessEvents events, int i) {
    return events.mm(i) == mm
        && events.firstPage(i) == page
        && events.node(i) == node
        && events.fromNs(i) == atNs
        && events.toNs(i) == atNs;
  }
}
