package org.tierlab.source.lruscan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class BloomFiltersTest {
  private final BloomFilters filters = new BloomFilters();

  @Test
  void aFilterThatWasNeverResetContainsEverything() {
    filters.update(3, 1, 77);
    assertThat(filters.test(3, 9, 1234)).isTrue();
    filters.reset(4);
    assertThat(filters.test(3, 9, 1234)).isTrue();
    assertThat(filters.test(4, 9, 1234)).isFalse();
  }

  @Test
  void whatWasAddedIsFoundInItsGenerationOnly() {
    filters.reset(4);
    filters.reset(5);
    filters.update(4, 1, 77);
    assertThat(filters.test(4, 1, 77)).isTrue();
    assertThat(filters.test(4, 2, 77)).isFalse();
    assertThat(filters.test(4, 1, 78)).isFalse();
    assertThat(filters.test(5, 1, 77)).isFalse();
    filters.reset(6);
    assertThat(filters.test(4, 1, 77)).as("6 takes the place of 4").isFalse();
  }

  @Test
  void falsePositivesAreAsRareAsTheKernelSays() {
    filters.reset(4);
    long[] pmds = new SplittableRandom(1).longs(20_000, 0, 1L << 27).distinct().toArray();
    for (int i = 0; i < 10_000; i++) {
      filters.update(4, 0, pmds[i]);
    }
    assertThat(LongStream.of(pmds).limit(10_000).allMatch(pmd -> filters.test(4, 0, pmd))).isTrue();
    long wrong = LongStream.of(pmds).skip(10_000).filter(pmd -> filters.test(4, 0, pmd)).count();
    // (1 - e^(-2 x 10,000 / 32,768))^2 is 0.209
    assertThat((double) wrong / (pmds.length - 10_000)).isBetween(0.19, 0.23);
  }
}
