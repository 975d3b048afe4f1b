package org.tierlab.source.damon;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.tierlab.api.memory.Vma;

class ThreeRegionsTest {
  /** VMAs from pairs of first and last page of addresses. */
  private static List<Vma> vmas(long... borders) {
    List<Vma> vmas = new ArrayList<>();
    long page = 0;
    for (int i = 0; i < borders.length; i += 2) {
      long pages = borders[i + 1] - borders[i];
      vmas.add(new Vma("v" + i, page, pages, borders[i] * 4096, 0, Vma.Kind.ANONYMOUS, true, 0));
      page += pages;
    }
    return vmas;
  }

  private static List<Long> borders(List<Vma> vmas) {
    AddressRanges ranges = ThreeRegions.of(vmas);
    List<Long> borders = new ArrayList<>();
    for (int i = 0; i < ranges.size(); i++) {
      borders.add(ranges.start(i));
      borders.add(ranges.end(i));
    }
    return borders;
  }

  @Test
  void theTwoBiggestGapsAreLeftOut() {
    // gaps of 5, 90, 10 and 40 pages
    assertThat(borders(vmas(0, 10, 15, 20, 110, 120, 130, 140, 180, 190)))
        .containsExactly(0L, 20L, 110L, 140L, 180L, 190L);
  }

  @Test
  void theBiggestMayComeFirstOrLast() {
    assertThat(borders(vmas(0, 1, 101, 102, 104, 105, 108, 109)))
        .containsExactly(0L, 1L, 101L, 105L, 108L, 109L);
    assertThat(borders(vmas(0, 1, 3, 4, 8, 9, 109, 110)))
        .containsExactly(0L, 4L, 8L, 9L, 109L, 110L);
  }

  @Test
  void ofEqualGapsTheFirstCount() {
    assertThat(borders(vmas(0, 1, 2, 3, 4, 5, 6, 7))).containsExactly(0L, 1L, 2L, 3L, 4L, 7L);
  }

  @Test
  void fewerGapsGiveFewerRanges() {
    assertThat(borders(vmas(7, 9))).containsExactly(7L, 9L);
    assertThat(borders(vmas(0, 1, 2, 3))).containsExactly(0L, 1L, 2L, 3L);
    assertThat(borders(vmas(0, 1, 1, 2, 2, 3))).containsExactly(0L, 3L);
    assertThat(borders(List.of())).isEmpty();
  }
}
