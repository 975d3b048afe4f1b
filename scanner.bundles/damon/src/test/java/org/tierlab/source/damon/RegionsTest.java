package org.tierlab.source.damon;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RegionsTest {
  private static Regions regions(long... borders) {
    Regions regions = new Regions();
    for (int i = 0; i + 1 < borders.length; i++) {
      regions.add(borders[i], borders[i + 1]);
    }
    return regions;
  }

  private static void count(Regions regions, int... counts) {
    for (int i = 0; i < counts.length; i++) {
      for (int n = 0; n < counts[i]; n++) {
        regions.accessed(i);
      }
    }
  }

  private static List<Long> borders(Regions regions) {
    List<Long> borders = new ArrayList<>();
    for (int i = 0; i < regions.size(); i++) {
      borders.add(regions.start(i));
      borders.add(regions.end(i));
    }
    return borders;
  }

  @Test
  void countsThatDifferByTheThresholdAreMerged() {
    Regions regions = regions(0, 10, 20);
    count(regions, 5, 7);
    regions.ageAndMerge(2, 100);
    assertThat(borders(regions)).containsExactly(0L, 20L);
    assertThat(regions.nrAccesses(0)).isEqualTo(6);
  }

  @Test
  void countsThatDifferByMoreAreNot() {
    Regions regions = regions(0, 10, 20);
    count(regions, 5, 8);
    regions.ageAndMerge(2, 100);
    assertThat(borders(regions)).containsExactly(0L, 10L, 10L, 20L);
  }

  @Test
  void mergedRegionsMayReachTheLimitAndNotPassIt() {
    Regions at = regions(0, 10, 20);
    at.ageAndMerge(0, 20);
    assertThat(at.size()).isEqualTo(1);
    Regions above = regions(0, 10, 21);
    above.ageAndMerge(0, 20);
    assertThat(above.size()).isEqualTo(2);
  }

  @Test
  void regionsThatDoNotTouchAreNotMerged() {
    Regions regions = new Regions();
    regions.add(0, 10);
    regions.add(11, 20);
    regions.ageAndMerge(0, 100);
    assertThat(regions.size()).isEqualTo(2);
  }

  @Test
  void meansAreWeightedBySizeAndRoundedDown() {
    Regions regions = regions(0, 30, 40);
    count(regions, 4, 3);
    regions.ageAndMerge(10, 10);
    regions.resetAggregated();
    count(regions, 4, 3);
    regions.ageAndMerge(10, 100);
    // (4·30 + 3·10) / 40 = 3.75; the ages are those of both, 1
    assertThat(regions.nrAccesses(0)).isEqualTo(3);
    assertThat(regions.age(0)).isEqualTo(1);
  }

  @Test
  void agesAreWeightedToo() {
    Regions regions = regions(0, 30, 40);
    count(regions, 9, 1);
    for (int i = 0; i < 3; i++) {
      regions.resetAggregated();
      count(regions, 9, i == 2 ? 9 : 1);
      regions.ageAndMerge(i == 2 ? 1 : 0, 1000);
    }
    // ages 3 and, because 1 became 9, 0: (3·30 + 0·10) / 40 = 2.25
    assertThat(regions.size()).isEqualTo(1);
    assertThat(regions.age(0)).isEqualTo(2);
  }

  @Test
  void ageEndsWhenTheCountChangesByMoreThanTheThreshold() {
    Regions regions = regions(0, 10);
    count(regions, 5);
    regions.resetAggregated();
    count(regions, 7);
    regions.ageAndMerge(2, 100);
    assertThat(regions.age(0)).isEqualTo(1);
    regions.resetAggregated();
    count(regions, 10);
    regions.ageAndMerge(2, 100);
    assertThat(regions.age(0)).isZero();
  }

  @Test
  void ageEndsWhenAccessesBeginOrEnd() {
    Regions regions = regions(0, 10);
    regions.ageAndMerge(5, 100);
    assertThat(regions.age(0)).isEqualTo(1);
    regions.resetAggregated();
    count(regions, 1);
    regions.ageAndMerge(5, 100);
    assertThat(regions.age(0)).isZero();
    regions.resetAggregated();
    count(regions, 1);
    regions.ageAndMerge(5, 100);
    assertThat(regions.age(0)).isEqualTo(1);
    regions.resetAggregated();
    regions.ageAndMerge(5, 100);
    assertThat(regions.age(0)).isZero();
  }

  @Test
  void splitsInTwoAtATenth() {
    Regions regions = regions(100, 125);
    // 1 + 2 tenths of 25 pages are 7.5, cut to whole pages
    regions.split(2, new ScriptedRandom(2));
    assertThat(borders(regions)).containsExactly(100L, 107L, 107L, 125L);
  }

  @Test
  void splitsInThreeDivideTheLeftPieceAgain() {
    Regions regions = regions(0, 100);
    regions.split(3, new ScriptedRandom(7, 4));
    assertThat(borders(regions)).containsExactly(0L, 40L, 40L, 80L, 80L, 100L);
  }

  @Test
  void regionsOfTwoPagesStayWhole() {
    Regions two = regions(0, 2);
    two.split(3, new ScriptedRandom(4));
    assertThat(two.size()).isEqualTo(1);
    Regions three = regions(0, 3);
    // 5 tenths of 3 pages are 1; the left piece is too small to be divided again
    three.split(3, new ScriptedRandom(4));
    assertThat(borders(three)).containsExactly(0L, 1L, 1L, 3L);
  }

  @Test
  void aCutAtTheVeryStartIsNone() {
    Regions regions = regions(0, 9);
    regions.split(2, new ScriptedRandom(0));
    assertThat(regions.size()).as("1 tenth of 9 pages is none").isEqualTo(1);
    regions.split(3, new ScriptedRandom(0, 8));
    assertThat(borders(regions)).as("the second try counts").containsExactly(0L, 8L, 8L, 9L);
  }

  @Test
  void piecesInheritAgeAndCounts() {
    Regions regions = regions(0, 100);
    count(regions, 3);
    regions.ageAndMerge(9, 100);
    regions.resetAggregated();
    count(regions, 3);
    regions.ageAndMerge(0, 100);
    regions.split(2, new ScriptedRandom(4));
    assertThat(regions.age(1)).isEqualTo(regions.age(0)).isEqualTo(1);
    assertThat(regions.nrAccesses(1)).isEqualTo(regions.nrAccesses(0)).isEqualTo(3);
  }

  @Test
  void evenPiecesLeaveTheRestToTheLast() {
    Regions regions = new Regions();
    regions.addEvenly(0, 23, 5);
    // 23 / 5 = 4 pieces of 23 / 4 = 5
    assertThat(borders(regions)).containsExactly(0L, 5L, 5L, 10L, 10L, 15L, 15L, 23L);
    Regions small = new Regions();
    small.addEvenly(7, 9, 5);
    assertThat(borders(small)).containsExactly(7L, 9L);
  }

  private static AddressRanges ranges(long... borders) {
    AddressRanges ranges = new AddressRanges();
    for (int i = 0; i < borders.length; i += 2) {
      ranges.add(borders[i], borders[i + 1]);
    }
    return ranges;
  }

  @Test
  void refitClipsAndExtends() {
    Regions regions = regions(10, 20, 30, 40);
    count(regions, 1, 2, 3);
    regions.refit(ranges(5, 33));
    assertThat(borders(regions)).containsExactly(5L, 20L, 20L, 30L, 30L, 33L);
    assertThat(regions.nrAccesses(2)).isEqualTo(3);
  }

  @Test
  void refitDropsWhatIsOutsideAndAddsWhatIsNew() {
    Regions regions = regions(10, 20, 30);
    count(regions, 1, 2);
    regions.refit(ranges(0, 10, 20, 30, 50, 60));
    assertThat(borders(regions)).containsExactly(0L, 10L, 20L, 30L, 50L, 60L);
    assertThat(regions.nrAccesses(0)).isZero();
    assertThat(regions.nrAccesses(1)).isEqualTo(2);
  }

  @Test
  void refitGivesARegionToTheFirstOfTwoRangesThatItTouches() {
    Regions regions = regions(0, 100);
    count(regions, 7);
    regions.refit(ranges(0, 40, 60, 100));
    assertThat(borders(regions)).containsExactly(0L, 40L, 60L, 100L);
    assertThat(regions.nrAccesses(0)).isEqualTo(7);
    assertThat(regions.nrAccesses(1)).isZero();
  }

  @Test
  void refitFillsAHole() {
    Regions regions = new Regions();
    regions.add(0, 10);
    regions.add(20, 30);
    regions.refit(ranges(0, 30));
    assertThat(borders(regions)).containsExactly(0L, 10L, 10L, 20L, 20L, 30L);
  }

  @Test
  void agesFollowTheAggregationInterval() {
    Regions regions = regions(0, 10);
    for (int i = 0; i < 6; i++) {
      regions.ageAndMerge(0, 10);
    }
    regions.rescaleAges(100, 200);
    assertThat(regions.age(0)).isEqualTo(3);
    regions.rescaleAges(200, 50);
    assertThat(regions.age(0)).isEqualTo(12);
  }
}
