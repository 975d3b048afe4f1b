package org.tierlab.testkit;

import org.tierlab.api.hotness.HotnessEvents;

/**
 * A hotness event as a source published it. Fields are those of {@link HotnessEvents}.
 *
 * @param source index of the source's context, in order of creation
 * @param mm id of the address space
 * @param firstPage first dense page number
 * @param pages how many
 * @param count accesses per page
 * @param most the greatest count there could have been
 * @param ageNs how long the pattern has lasted
 * @param node the accessing node
 * @param targetHint where the mechanism would put the pages
 * @param fromNs start of the interval
 * @param toNs its end
 */
public record PublishedEvent(
    int source,
    int mm,
    long firstPage,
    long pages,
    int count,
    int most,
    long ageNs,
    int node,
    int targetHint,
    long fromNs,
    long toNs) {

  static PublishedEvent of(HotnessEvents events, int i, int source) {
    return new PublishedEvent(
        source,
        events.mm(i),
        events.firstPage(i),
        events.pages(i),
        events.count(i),
        events.most(i),
        events.ageNs(i),
        events.node(i),
        events.targetHint(i),
        events.fromNs(i),
        events.toNs(i));
  }

  /** Refuses what the core refuses. */
  void check(FakeRun run) {
    FakeMm space = run.processes().addressSpace(mm);
    boolean sane =
        space != null
            && firstPage >= 0
            && pages >= 1
            && firstPage + pages <= space.pages()
            && count >= HotnessEvents.UNKNOWN
            && (ageNs >= 0 || ageNs == HotnessEvents.UNKNOWN)
            && nodeOrUnknown(node, run)
            && nodeOrUnknown(targetHint, run)
            && fromNs >= 0
            && fromNs <= toNs;
    if (!sane) {
      throw new IllegalArgumentException("nonsense was published: " + this);
    }
  }

  private static boolean nodeOrUnknown(int node, FakeRun run) {
    return node == HotnessEvents.UNKNOWN || (node >= 0 && node < run.machine().nodes());
  }
}
