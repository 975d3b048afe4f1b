package org.tierlab.policy.damos;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.tierlab.api.memory.Vma;

class DestinationsTest {
  private static Vma vma(long pages, long startPage, int order, Vma.Kind kind) {
    return new Vma("heap", 0, pages, startPage * 4096, order, kind, true, 0);
  }

  private static Destinations weights(int... weights) {
    List<DestinationKnobs> destinations = new ArrayList<>();
    for (int i = 0; i < weights.length; i++) {
      destinations.add(new DestinationKnobs(i, weights[i]));
    }
    return Destinations.of(destinations);
  }

  private static List<Integer> nodes(Destinations destinations, Vma vma) {
    List<Integer> nodes = new ArrayList<>();
    for (long page = 0; page < vma.pages(); page += vma.folioPages()) {
      nodes.add(destinations.nodeOf(vma, page));
    }
    return nodes;
  }

  @Test
  void weightsAreTakenInTurn() {
    Vma heap = vma(9, 0, 0, Vma.Kind.ANONYMOUS);
    assertThat(nodes(weights(2, 1), heap)).containsExactly(0, 0, 1, 0, 0, 1, 0, 0, 1);
  }

  @Test
  void countingBeginsAtTheMappingsPageOffset() {
    assertThat(nodes(weights(2, 1), vma(4, 4, 0, Vma.Kind.ANONYMOUS))).containsExactly(0, 1, 0, 0);
    assertThat(nodes(weights(2, 1), vma(4, 4, 0, Vma.Kind.FILE))).containsExactly(0, 0, 1, 0);
  }

  @Test
  void foliosCountAsOne() {
    // the mapping's offset of 16 pages is 4 folios of 4
    Vma heap = vma(16, 16, 2, Vma.Kind.ANONYMOUS);
    assertThat(nodes(weights(1, 2), heap)).containsExactly(1, 1, 0, 1);
  }

  @Test
  void oneNodeTakesAll() {
    assertThat(nodes(Destinations.one(3), vma(3, 7, 0, Vma.Kind.ANONYMOUS)))
        .containsExactly(3, 3, 3);
  }

  @Test
  void withoutWeightNothingGoesAnywhere() {
    assertThat(nodes(weights(0, 0), vma(2, 0, 0, Vma.Kind.ANONYMOUS)))
        .containsOnly(Destinations.NOWHERE);
  }

  @Test
  void fromOneToOneToTwoToOneHalfOfThePagesChangeTheirHome() {
    Vma heap = vma(12, 0, 0, Vma.Kind.ANONYMOUS);
    List<Integer> before = nodes(weights(1, 1), heap);
    List<Integer> after = nodes(weights(2, 1), heap);
    for (int page = 0; page < 12; page++) {
      boolean moves = !before.get(page).equals(after.get(page));
      assertThat(moves).as("position %d", page % 6).isEqualTo(List.of(1, 2, 3).contains(page % 6));
    }
  }

  @Test
  void fromOneNodeToThreeToOneAQuarterMoves() {
    List<Integer> after = nodes(weights(3, 1), vma(400, 123, 0, Vma.Kind.ANONYMOUS));
    assertThat(after.stream().filter(node -> node == 1)).hasSize(100);
  }

  @Property
  void everyNodeGetsItsShareToWithinARound(
      @ForAll @IntRange(min = 1, max = 9) int one,
      @ForAll @IntRange(min = 0, max = 9) int two,
      @ForAll @IntRange(min = 0, max = 9) int three,
      @ForAll @IntRange(min = 1, max = 500) int pages,
      @ForAll @IntRange(min = 0, max = 100) int offset) {
    List<Integer> nodes =
        nodes(weights(one, two, three), vma(pages, offset, 0, Vma.Kind.ANONYMOUS));
    int sum = one + two + three;
    long onOne = nodes.stream().filter(node -> node == 0).count();
    assertThat(onOne).isBetween((long) pages / sum * one, ((long) pages / sum + 1) * one);
  }
}
