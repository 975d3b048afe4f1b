package org.tierlab.sim.bound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Comparator;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class TopShareTest {
  private final TopShare share = new TopShare();

  @Test
  void theBestThatFitAreCounted() {
    share.add(5, 0);
    share.add(9, 0);
    share.add(7, 0);

    assertThat(share.best(0)).isZero();
    assertThat(share.best(1)).isEqualTo(9);
    assertThat(share.best(2)).isEqualTo(16);
    assertThat(share.best(3)).isEqualTo(21);
    assertThat(share.best(99)).isEqualTo(21);
  }

  @Test
  void aLargeFolioIsJudgedByItsValuePerPage() {
    share.add(512 * 3, 9);
    share.add(4, 0);
    share.add(2, 0);

    assertThat(share.best(513)).isEqualTo(4 + 512 * 3);
    // A part of the large folio, 3 a page, before the page that is worth 2.
    assertThat(share.best(2)).isEqualTo(4 + 3);
    assertThat(share.best(514)).isEqualTo(4 + 512 * 3 + 2);
  }

  @Test
  void aPartIsRoundedUp() {
    share.add(3, 1);

    assertThat(share.best(1)).isEqualTo(2);
    assertThat(share.best(2)).isEqualTo(3);
  }

  @Test
  void valuesHaveALimit() {
    share.add((1L << 49) - 1, 0);
    assertThat(share.best(1)).isEqualTo((1L << 49) - 1);
    assertThatThrownBy(() -> share.add(1L << 49, 0)).isInstanceOf(ArithmeticException.class);
  }

  /** A folio for the property below. */
  record Folio(int value, int order) {
    double perPage() {
      return (double) value / (1 << order);
    }
  }

  @Property
  void selectsWhatSortingWouldTake(
      @ForAll @Size(max = 200) List<@IntRange(min = 0, max = 50) Integer> values,
      @ForAll @IntRange(min = 0, max = 3) int orders,
      @ForAll @IntRange(min = 0, max = 700) int capacity) {
    List<Folio> folios =
        values.stream().map(value -> new Folio(value, value % (orders + 1))).toList();
    folios.forEach(folio -> share.add(folio.value(), folio.order()));

    double room = capacity;
    double sum = 0;
    for (Folio folio :
        folios.stream().sorted(Comparator.comparingDouble(Folio::perPage).reversed()).toList()) {
      double part = Math.min(1, room / (1 << folio.order()));
      sum += part * folio.value();
      room -= part * (1 << folio.order());
    }

    assertThat(share.best(capacity)).isBetween((long) Math.floor(sum), (long) Math.ceil(sum) + 1);
    assertThat(share.best(capacity)).isGreaterThanOrEqualTo((long) (sum - 1e-6));
    share.clear();
  }
}
