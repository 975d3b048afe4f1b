package org.tierlab.workload.trace.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.tierlab.workload.trace.format.TraceDescription.PageKeys;

class DenseLayoutTest {
  private static PageIndex index(long... pages) {
    PageIndex index = new PageIndex();
    for (long page : pages) {
      index.idOf(page);
    }
    return index;
  }

  @Example
  void aHoleOfTheGreatestLengthIsBridgedAndALongerOneIsNot() {
    // Pages 100 and 103 have two untouched ones between them, 103 and 107 have three.
    DenseLayout layout = DenseLayout.of(index(107, 100, 103), PageKeys.VIRTUAL_PAGES, 2);

    assertThat(layout.vmas())
        .containsExactly(new TraceVma(100 * 4096, 0, 4), new TraceVma(107 * 4096, 4, 1));
    assertThat(layout.dense(0)).isEqualTo(4);
    assertThat(layout.dense(1)).isEqualTo(0);
    assertThat(layout.dense(2)).isEqualTo(3);
  }

  @Example
  void withoutHolesNeighboursStillShareAVma() {
    assertThat(DenseLayout.of(index(7, 5, 6, 9), PageKeys.VIRTUAL_PAGES, 0).vmas())
        .containsExactly(new TraceVma(5 * 4096, 0, 3), new TraceVma(9 * 4096, 3, 1));
  }

  @Example
  void nothingTouchedNeedsNoVma() {
    assertThat(DenseLayout.of(index(), PageKeys.VIRTUAL_PAGES, 16).vmas()).isEmpty();
    assertThat(DenseLayout.of(index(), PageKeys.OBJECTS, 16).vmas()).isEmpty();
  }

  @Property(tries = 300)
  void densePagesAreABijectionThatKeepsAddresses(
      @ForAll @Size(min = 1, max = 200) List<@LongRange(min = 0, max = 5000) Long> pages,
      @ForAll @IntRange(min = 0, max = 40) int hole) {
    PageIndex index = new PageIndex();
    pages.forEach(index::idOf);
    DenseLayout layout = DenseLayout.of(index, PageKeys.VIRTUAL_PAGES, hole);

    Set<Long> dense = new HashSet<>();
    for (long page : pages) {
      long number = layout.dense(index.idOf(page));
      dense.add(number);
      TraceVma vma =
          layout.vmas().stream()
              .filter(v -> number >= v.firstPage() && number < v.endPage())
              .findFirst()
              .orElseThrow();
      assertThat(vma.startAddress() + (number - vma.firstPage()) * 4096).isEqualTo(page * 4096);
    }
    assertThat(dense).hasSize(index.size());
    long last = layout.vmas().get(layout.vmas().size() - 1).endPage();
    assertThat(last - index.size()).isBetween(0L, (long) hole * (index.size() - 1));
  }

  @Property(tries = 20)
  void keysAreNumberedAsTheyAppear(@ForAll @Size(min = 1, max = 9000) List<Long> keys) {
    PageIndex index = new PageIndex();
    List<Long> distinct = keys.stream().distinct().toList();
    keys.forEach(index::idOf);

    assertThat(index.keys()).containsExactly(distinct.stream().mapToLong(key -> key).toArray());
    assertThat(index.size()).isEqualTo(distinct.size());
  }
}
