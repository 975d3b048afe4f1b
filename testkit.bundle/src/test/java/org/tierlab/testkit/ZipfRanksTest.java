package org.tierlab.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tierlab.api.workload.RankPermutation;
import org.tierlab.api.workload.ZipfRanks;

/** The Zipf law of the contracts, with this module's random streams. */
class ZipfRanksTest {
  @ParameterizedTest
  @ValueSource(doubles = {0, 0.5, 0.99, 1, 1.5})
  void ranksHaveTheirProbabilities(double theta) {
    int ranks = 50;
    int draws = 500_000;
    ZipfRanks law = new ZipfRanks(ranks, theta);
    FakeRandom random = new FakeRandom(3, "zipf");
    long[] counts = new long[ranks];
    for (int i = 0; i < draws; i++) {
      counts[(int) law.draw(random) - 1]++;
    }

    double norm = 0;
    for (int rank = 1; rank <= ranks; rank++) {
      norm += Math.pow(rank, -theta);
    }
    double chiSquare = 0;
    for (int rank = 1; rank <= ranks; rank++) {
      double expected = draws * Math.pow(rank, -theta) / norm;
      chiSquare += (counts[rank - 1] - expected) * (counts[rank - 1] - expected) / expected;
    }
    // 49 degrees of freedom: mean 49, standard deviation 9.9; four of them on each side.
    assertThat(chiSquare).isBetween(9.4, 88.6);
  }

  @Test
  void hugeLawsNeedNoTable() {
    ZipfRanks law = new ZipfRanks(1L << 40, 0.99);
    FakeRandom random = new FakeRandom(5, "zipf");
    int first = 0;
    int upperHalf = 0;
    for (int i = 0; i < 200_000; i++) {
      long rank = law.draw(random);
      first += rank == 1 ? 1 : 0;
      upperHalf += rank > 1L << 39 ? 1 : 0;
    }

    // The law's sum is 0.577 + (n^0.01 − 1)/0.01 = 32.5 for n = 2^40, of which the upper half of
    // ranks has ln 2 × n^0.01 = 0.91.
    assertThat(first / 200_000.0).isCloseTo(1 / 32.5, within(0.002));
    assertThat(upperHalf / 200_000.0).isCloseTo(0.91 / 32.5, within(0.002));
  }

  @Test
  void oneRankIsDrawnAlways() {
    assertThat(new ZipfRanks(1, 0.99).draw(new FakeRandom(1, "one"))).isEqualTo(1);
    assertThatThrownBy(() -> new ZipfRanks(0, 0.99)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new ZipfRanks(2, -0.01)).isInstanceOf(IllegalArgumentException.class);
  }

  @Property
  void everyPlaceIsTakenOnce(
      @ForAll @IntRange(min = 1, max = 3000) int size, @ForAll @LongRange long seed) {
    RankPermutation permutation = new RankPermutation(size, seed);
    boolean[] taken = new boolean[size];
    for (int rank = 0; rank < size; rank++) {
      int place = (int) permutation.at(rank);
      assertThat(taken[place]).isFalse();
      taken[place] = true;
    }
    assertThat(Arrays.equals(taken, new boolean[size])).isFalse();
  }

  @Test
  void neighboursAreScatteredAndSeedsDiffer() {
    RankPermutation one = new RankPermutation(100_000, 1);
    RankPermutation other = new RankPermutation(100_000, 2);
    int together = 0;
    int same = 0;
    for (int rank = 1; rank < 10_000; rank++) {
      together += Math.abs(one.at(rank) - one.at(rank - 1)) < 100 ? 1 : 0;
      same += one.at(rank) == other.at(rank) ? 1 : 0;
    }
    // 0.2 % of pairs are by chance, and one of a hundred thousand places.
    assertThat(together).isLessThan(60);
    assertThat(same).isLessThan(5);
    assertThatThrownBy(() -> one.at(100_000)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThat(one.at(99_999)).isBetween(0L, 99_999L);
  }
}
