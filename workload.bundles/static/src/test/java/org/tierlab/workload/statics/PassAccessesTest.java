package org.tierlab.workload.statics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.tierlab.api.knob.KnobSet;
import org.tierlab.api.workload.Access;
import org.tierlab.api.workload.AccessBatch;

class PassAccessesTest {
  private record Made(long page, double gapNs) {}

  private int batches;

  private List<Made> drain(Map<String, ?> values, int capacity) {
    StaticKnobs knobs = KnobSet.of(StaticKnobs.class).bind(values);
    PassAccesses accesses = new PassAccesses(knobs, 10);
    AccessBatch batch = new AccessBatch(capacity);
    List<Made> made = new ArrayList<>();
    while (accesses.fill(batch)) {
      batches++;
      for (int i = batch.from(); i < batch.to(); i++) {
        long access = batch.accesses()[i];
        assertThat(Access.write(access)).isTrue();
        made.add(new Made(Access.page(access), Access.gap(access) * batch.gapUnitNs()));
      }
      assertThat(batch.to()).isPositive();
      batch.clear();
    }
    assertThat(batch.to()).isZero();
    return made;
  }

  @Example
  void passesInOrderWithPausesBetween() {
    Map<String, Integer> values = Map.of("hot_size", 3 * 4096, "passes", 2, "gap", 5, "pause", 70);

    assertThat(drain(values, 100))
        .containsExactly(
            new Made(10, 5),
            new Made(11, 5),
            new Made(12, 5),
            new Made(10, 75),
            new Made(11, 5),
            new Made(12, 5));
    assertThat(batches).isEqualTo(1);
  }

  @Example
  void theGreatestPackedGapNeedsNoBatchOfItsOwn() {
    Map<String, Integer> values =
        Map.of("hot_size", 2 * 4096, "passes", 2, "gap", 8, "pause", Access.MAX_GAP - 8);

    assertThat(drain(values, 100))
        .extracting(Made::gapNs)
        .containsExactly(8.0, 8.0, 8388607.0, 8.0);
    assertThat(batches).isEqualTo(1);
  }

  @Example
  void oneNanosecondMoreDoes() {
    Map<String, Integer> values =
        Map.of("hot_size", 2 * 4096, "passes", 2, "gap", 8, "pause", Access.MAX_GAP - 7);

    assertThat(drain(values, 100))
        .extracting(Made::gapNs)
        .containsExactly(8.0, 8.0, 8388608.0, 8.0);
    assertThat(batches).isEqualTo(4);
  }

  @Example
  void theLongestTimesAreExact() {
    Map<String, Long> values =
        Map.of("hot_size", 8192L, "passes", 2L, "gap", 499_999_999_999L, "pause", 499_999_999_999L);

    assertThat(drain(values, 100))
        .extracting(Made::gapNs)
        .containsExactly(
            499_999_999_999.0, 499_999_999_999.0, 999_999_999_998.0, 499_999_999_999.0);
  }

  @Property(tries = 300)
  void everyPageOncePerPassWhateverTheBatch(
      @ForAll @IntRange(min = 1, max = 20) int pages,
      @ForAll @IntRange(min = 1, max = 5) int passes,
      @ForAll @LongRange(min = 0, max = 20_000_000) long gap,
      @ForAll @LongRange(min = 0, max = 20_000_000) long pause,
      @ForAll @IntRange(min = 1, max = 30) int capacity) {
    List<Made> expected = new ArrayList<>();
    for (int pass = 0; pass < passes; pass++) {
      for (int page = 0; page < pages; page++) {
        expected.add(new Made(10 + page, gap + (pass > 0 && page == 0 ? pause : 0)));
      }
    }

    assertThat(
            drain(
                Map.of("hot_size", pages * 4096, "passes", passes, "gap", gap, "pause", pause),
                capacity))
        .isEqualTo(expected);
  }
}
