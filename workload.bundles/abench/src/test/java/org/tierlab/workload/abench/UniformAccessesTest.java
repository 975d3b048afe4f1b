package org.tierlab.workload.abench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.tierlab.api.time.RandomStream;
import org.tierlab.api.workload.Access;
import org.tierlab.api.workload.AccessBatch;

class UniformAccessesTest {
  private static final int FIRST_PAGE = 1000;

  private record Drawn(long page, boolean write, double gapNs) {}

  private static List<Drawn> drain(AbenchKnobs knobs, RandomStream random, int capacity) {
    UniformAccesses accesses = new UniformAccesses(knobs, FIRST_PAGE, random);
    AccessBatch batch = new AccessBatch(capacity);
    List<Drawn> drawn = new ArrayList<>();
    while (accesses.fill(batch)) {
      assertThat(batch.to()).isGreaterThan(batch.from());
      for (int i = batch.from(); i < batch.to(); i++) {
        long access = batch.accesses()[i];
        drawn.add(
            new Drawn(
                Access.page(access), Access.write(access), Access.gap(access) * batch.gapUnitNs()));
      }
      batch.clear();
    }
    assertThat(batch.to()).isEqualTo(batch.from());
    return drawn;
  }

  @Test
  void theLeastAndTheGreatestNumberGiveTheFirstAndTheLastPage() {
    RandomStream random = mock(RandomStream.class);
    when(random.nextLong()).thenReturn(0L, -1L, 1L << 63, (1L << 63) - 1);
    AbenchKnobs knobs =
        Abench.with(Map.of("region", 8 * 4096, "iterations", 1, "accesses_per_iteration", 4));

    assertThat(drain(knobs, random, 16))
        .extracting(Drawn::page)
        .containsExactly(1000L, 1007L, 1004L, 1003L);
  }

  @Test
  void thinksBetweenIterationsOnly() {
    AbenchKnobs knobs =
        Abench.with(
            Map.of(
                "region",
                4 * 4096,
                "iterations",
                3,
                "accesses_per_iteration",
                2,
                "think_time",
                1500));

    assertThat(drain(knobs, new SplitMix(1), 100))
        .extracting(Drawn::gapNs)
        .containsExactly(0.0, 0.0, 1500.0, 0.0, 1500.0, 0.0);
  }

  @Test
  void anIterationHasAnAccessForEachPageOfTheRegion() {
    AbenchKnobs knobs = Abench.with(Map.of("region", 5 * 4096 + 1, "iterations", 2));

    List<Drawn> drawn = drain(knobs, new SplitMix(1), 4);

    assertThat(drawn).hasSize(12);
    assertThat(drawn.get(6).gapNs()).isEqualTo(1000.0);
    assertThat(drawn).filteredOn(access -> access.gapNs() > 0).hasSize(1);
  }

  @Test
  void theLongestThinkTimeIsExact() {
    AbenchKnobs knobs =
        Abench.with(Map.of("region", 4096, "iterations", 2, "think_time", 999_999_999_999L));

    assertThat(drain(knobs, new SplitMix(1), 8))
        .extracting(Drawn::gapNs)
        .containsExactly(0.0, 999_999_999_999.0);
  }

  @Test
  void pagesAreUniform() {
    int pages = 256;
    int draws = 256 * 1024;
    AbenchKnobs knobs =
        Abench.with(
            Map.of(
                "region",
                pages * 4096,
                "iterations",
                1,
                "accesses_per_iteration",
                draws,
                "write_fraction",
                0.3));
    long[] loads = new long[pages];
    long[] stores = new long[pages];
    for (Drawn access : drain(knobs, new SplitMix(42), 4096)) {
      (access.write() ? stores : loads)[(int) access.page() - FIRST_PAGE]++;
    }

    // 255 degrees of freedom: mean 255, standard deviation 22.6; four of them on each side.
    assertThat(chiSquare(loads, draws * 0.7 / pages)).isBetween(165.0, 345.0);
    assertThat(chiSquare(stores, draws * 0.3 / pages)).isBetween(165.0, 345.0);
    long written = 0;
    for (long count : stores) {
      written += count;
    }
    assertThat(written / (double) draws).isCloseTo(0.3, within(4 * 0.0009));
  }

  private static double chiSquare(long[] counts, double expected) {
    double sum = 0;
    for (long count : counts) {
      sum += (count - expected) * (count - expected) / expected;
    }
    return sum;
  }

  @Test
  void writesNothingOrEverything() {
    Map<String, Number> size = Map.of("region", 4096 * 1000, "iterations", 1);
    List<Drawn> reads = drain(Abench.with(size), new SplitMix(7), 64);
    List<Drawn> writes =
        drain(
            Abench.with(Map.of("region", 4096 * 1000, "iterations", 1, "write_fraction", 1)),
            new SplitMix(7),
            64);

    assertThat(reads).hasSize(1000).noneMatch(Drawn::write);
    assertThat(writes).hasSize(1000).allMatch(Drawn::write);
    assertThat(writes).extracting(Drawn::page).isEqualTo(reads.stream().map(Drawn::page).toList());
  }

  @Property(tries = 200)
  void accessesDoNotDependOnTheBatch(
      @ForAll @IntRange(min = 1, max = 40) int pages,
      @ForAll @IntRange(min = 1, max = 6) int iterations,
      @ForAll @IntRange(min = 1, max = 30) int perIteration,
      @ForAll @IntRange(min = 1, max = 50) int capacity,
      @ForAll @LongRange(min = 0, max = 10_000_000_000L) long thinkTime) {
    AbenchKnobs knobs =
        Abench.with(
            Map.of(
                "region", pages * 4096,
                "iterations", iterations,
                "accesses_per_iteration", perIteration,
                "think_time", thinkTime));

    List<Drawn> drawn = drain(knobs, new SplitMix(pages), capacity);

    assertThat(drawn).isEqualTo(drain(knobs, new SplitMix(pages), 1000));
    assertThat(drawn)
        .hasSize(iterations * perIteration)
        .allMatch(access -> access.page() >= 1000 && access.page() < 1000 + pages);
    assertThat(drawn.stream().mapToDouble(Drawn::gapNs).sum())
        .isEqualTo((double) thinkTime * (iterations - 1));
  }
}
