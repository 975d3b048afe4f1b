package org.tierlab.source.damon;

import org.jspecify.annotations.Nullable;
import org.tierlab.api.hotness.HotnessEvents;
import org.tierlab.api.memory.AddressSpaceView;

/** One thing that is watched: a process, or with paddr all memory of all processes. */
final class Target {
  private final @Nullable AddressSpaceView process;
  private final Regions regions = new Regions();
  private final AccessSampler sampler;
  private AddressMap map = new AddressMap();

  Target(@Nullable AddressSpaceView process, AccessSampler sampler) {
    this.process = process;
    this.sampler = sampler;
  }

  /** The process that is watched; null for physical memory. */
  @Nullable AddressSpaceView process() {
    return process;
  }

  Regions regions() {
    return regions;
  }

  AccessSampler sampler() {
    return sampler;
  }

  AddressMap map() {
    return map;
  }

  void map(AddressMap present) {
    map = present;
  }

  /** A scheme was applied to pages of a process or page cache. */
  void actedOn(int mm, long firstPage, long endPage) {
    for (int i = 0; i < map.size(); i++) {
      if (map.mm(i).id() == mm) {
        regions.actedOn(map.addressOf(i, firstPage), map.addressOf(i, endPage));
      }
    }
  }

  /**
   * Appends what is known of a region as events: one per process that it touches, from the first
   * mapped page to the last. A region without mapped pages gives none.
   */
  void describe(int region, long ageNs, long fromNs, long toNs, int most, HotnessEvents events) {
    long end = regions.end(region);
    int i = map.firstEndingAfter(regions.start(region));
    while (i < map.size() && map.startsBefore(i, end)) {
      AddressSpaceView mm = map.mm(i);
      long firstPage = map.pageAt(i, regions.start(region));
      long endPage = firstPage;
      while (i < map.size() && map.startsBefore(i, end) && map.mm(i) == mm) {
        endPage = map.pageAt(i, end);
        i++;
      }
      events.add(
          mm,
          firstPage,
          endPage - firstPage,
          regions.nrAccesses(region),
          ageNs,
          HotnessEvents.UNKNOWN,
          HotnessEvents.UNKNOWN,
          fromNs,
          toNs);
      events.outOf(most);
    }
  }
}
