package org.tierlab.source.damon;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.tierlab.testkit.FakeRandom;

class RegionsPropertyTest {
  private static void assertCovers(Regions regions, long from, long to) {
    long border = from;
    for (int i = 0; i < regions.size(); i++) {
      assertThat(regions.start(i)).isEqualTo(border);
      assertThat(regions.end(i)).isGreaterThan(border);
      border = regions.end(i);
    }
    assertThat(border).isEqualTo(to);
  }

  @Property
  void regionsAlwaysCoverTheTargetAndCountNoMoreThanTheSamples(
      @ForAll long seed,
      @ForAll @LongRange(min = 1, max = 1L << 40) long pages,
      @ForAll @IntRange(min = 1, max = 12) int samples,
      @ForAll @IntRange(min = 3, max = 20) int least) {
    FakeRandom random = new FakeRandom(seed, "regions");
    Regions regions = new Regions();
    regions.addEvenly(7, 7 + pages, Math.max(1, pages / least));
    for (int aggregation = 0; aggregation < 6; aggregation++) {
      for (int sample = 0; sample < samples; sample++) {
        for (int i = 0; i < regions.size(); i++) {
          if (random.nextLong(3) == 0) {
            regions.accessed(i);
          }
        }
      }
      regions.ageAndMerge((int) random.nextLong(samples + 1L), Math.max(1, pages / least));
      assertCovers(regions, 7, 7 + pages);
      for (int i = 0; i < regions.size(); i++) {
        assertThat(regions.nrAccesses(i)).isBetween(0, samples);
        assertThat(regions.age(i)).isBetween(0, aggregation + 1);
      }
      regions.resetAggregated();
      if (regions.size() < 200) {
        regions.split(2 + (int) random.nextLong(2), random);
      }
      assertCovers(regions, 7, 7 + pages);
    }
  }

  @Property
  void refitCoversTheNewRangesExactly(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 5) int rangeCount) {
    FakeRandom random = new FakeRandom(seed, "refit");
    Regions regions = new Regions();
    regions.add(100, 100 + 1 + random.nextLong(1000));
    for (int i = 0; i < 3; i++) {
      regions.split(3, random);
    }
    AddressRanges ranges = new AddressRanges();
    long address = random.nextLong(300);
    for (int i = 0; i < rangeCount; i++) {
      long end = address + 1 + random.nextLong(400);
      ranges.add(address, end);
      address = end + 1 + random.nextLong(100);
    }
    regions.refit(ranges);
    assertThat(regions.totalPages()).isEqualTo(ranges.totalPages());
    int next = 0;
    for (int r = 0; r < ranges.size(); r++) {
      long border = ranges.start(r);
      while (border < ranges.end(r)) {
        assertThat(regions.start(next)).isEqualTo(border);
        assertThat(regions.end(next)).isGreaterThan(border);
        border = regions.end(next++);
      }
      assertThat(border).isEqualTo(ranges.end(r));
    }
    assertThat(next).isEqualTo(regions.size());
  }
}
