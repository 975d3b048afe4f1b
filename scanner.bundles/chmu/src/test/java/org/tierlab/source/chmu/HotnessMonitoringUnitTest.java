package org.tierlab.source.chmu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tierlab.api.knob.KnobException;
import org.tierlab.api.knob.KnobSet;
import org.tierlab.api.time.RandomStream;
import org.tierlab.api.workload.Access;

/** Epochs of 1 ms and a threshold of 3 unless a test says otherwise. */
class HotnessMonitoringUnitTest {

  private static final long MS = 1_000_000;

  /** 0, 1, 2 … whatever the bound: every so-many-th draw is 0. */
  private static final class Counting implements RandomStream {
    private long next;

    @Override
    public long nextLong() {
      return next++;
    }

    @Override
    public long nextLong(long bound) {
      return next++ % bound;
    }

    @Override
    public double nextDouble() {
      return 0;
    }
  }

  private HotnessMonitoringUnit unit = unit();

  private static ChmuKnobs knobs(Object... settings) {
    Map<String, Object> values =
        new HashMap<>(Map.of("epoch_scale", 2, "hotness_threshold", 3, "counters", 16));
    for (int i = 0; i < settings.length; i += 2) {
      values.put((String) settings[i], settings[i + 1]);
    }
    return KnobSet.of(ChmuKnobs.class).bind(values);
  }

  private static HotnessMonitoringUnit unit(Object... settings) {
    return new HotnessMonitoringUnit(knobs(settings), new Counting(), 0);
  }

  private void read(long page, int times, long nowNs) {
    access(page, times, false, nowNs);
  }

  private void access(long page, int times, boolean write, long nowNs) {
    long[] accesses = new long[times];
    java.util.Arrays.fill(accesses, Access.of(page, write, 0));
    unit.accessed(0, accesses, times, nowNs);
  }

  /** Empties the hotlist into {@code unit×count}. */
  private List<String> hot() {
    List<String> entries = new ArrayList<>();
    for (Hotlist list = unit.hotlist(); list.size() > 0; list.advance()) {
      entries.add(list.unit() + "×" + list.count());
    }
    return entries;
  }

  @Test
  void anEpochReportsAtItsEndWhatReachedTheThreshold() {
    read(7, 2, 100);
    read(8, 3, 200);
    read(9, 5, 999_999);
    assertThat(hot()).isEmpty();

    unit.tick(MS - 1);
    assertThat(hot()).isEmpty();
    unit.tick(MS);

    Hotlist list = unit.hotlist();
    assertThat(List.of(list.fromNs(), list.toNs())).containsExactly(0L, MS);
    assertThat(hot()).containsExactly("8×3", "9×5");
  }

  @Test
  void countsDoNotOutliveTheirEpoch() {
    read(7, 2, 100);
    read(7, 2, MS + 100);
    unit.tick(2 * MS);
    assertThat(hot()).isEmpty();
  }

  @Test
  void alwaysOnReportsOnceAtTheAccessThatCrosses() {
    unit = unit("reporting", "always-on");
    read(7, 2, 100);
    assertThat(hot()).isEmpty();
    read(7, 1, 200);
    assertThat(unit.hotlist().toNs()).isEqualTo(200);
    assertThat(hot()).containsExactly("7×3");
    read(7, 10, 300);
    assertThat(hot()).isEmpty();
    read(7, 3, MS + 1);
    assertThat(hot()).containsExactly("7×3");
  }

  /**
   * The wrong time scale: three accesses in 1.5 ms are hot in an epoch of 10 ms, not in one of 1
   * ms.
   */
  @ParameterizedTest
  @CsvSource({"2, false", "3, true"})
  void theSameAccessesAreHotOrNotByTheEpoch(int scale, boolean hot) {
    unit = unit("epoch_scale", scale);
    read(7, 2, 500_000);
    read(7, 1, 1_500_000);
    unit.tick(20 * MS);
    assertThat(hot()).isEqualTo(hot ? List.of("7×3") : List.of());
  }

  /**
   * From its first access at 0.9 ms a counter of its own sees all three; a global epoch does not.
   */
  @ParameterizedTest
  @CsvSource({"global, 0", "per-counter, 1"})
  void anEpochOfItsOwnStartsAtTheFirstAccess(String type, int hot) {
    unit = unit("epoch_type", type);
    read(7, 2, 900_000);
    read(7, 1, 1_100_000);
    unit.sweep(1_899_999);
    assertThat(unit.hotlist().size()).isZero();
    unit.sweep(1_900_000);
    assertThat(unit.hotlist().size()).isEqualTo(hot);
  }

  @Test
  void aCounterWhoseOwnEpochIsOverBeginsAnew() {
    unit = unit("epoch_type", "per-counter", "counters", 1);
    read(7, 3, 0);
    read(7, 1, MS);
    assertThat(hot()).containsExactly("7×3");
    // The only counter is still that of 7, until it is swept.
    read(8, 1, MS);
    assertThat(unit.takeExhausted()).isEqualTo(1);
    unit.sweep(2 * MS);
    read(8, 1, 2 * MS);
    assertThat(unit.takeExhausted()).isZero();
  }

  @Test
  void withoutACounterAnAccessGoesUncounted() {
    unit = unit("counters", 2);
    read(1, 3, 0);
    read(2, 3, 0);
    read(3, 3, 0);
    read(1, 1, 0);

    unit.tick(MS);

    assertThat(hot()).containsExactly("1×4", "2×3");
    assertThat(unit.takeCounted()).isEqualTo(7);
    assertThat(unit.takeExhausted()).isEqualTo(3);
    read(3, 3, MS);
    unit.tick(2 * MS);
    assertThat(hot()).containsExactly("3×3");
  }

  @Test
  void aFullHotlistLosesWhatComes() {
    unit = unit("hotlist_entries", 2);
    for (int page = 0; page < 3; page++) {
      read(page, 3, 0);
    }
    unit.tick(MS);
    assertThat(hot()).containsExactly("0×3", "1×3");
    assertThat(unit.hotlist().takeOverflows()).isEqualTo(1);
    // The ring goes on where it was read.
    read(5, 3, MS);
    read(6, 4, MS);
    unit.tick(2 * MS);
    assertThat(hot()).containsExactly("5×3", "6×4");
    assertThat(unit.hotlist().takeOverflows()).isZero();
  }

  @Test
  void aCounterStaysAtItsGreatestValue() {
    unit = unit("counter_bits", 2);
    read(7, 3, 0);
    read(8, 9, 0);
    unit.tick(MS);
    assertThat(hot()).containsExactly("7×3", "8×3");
  }

  @ParameterizedTest
  @CsvSource({"2, 3, true", "2, 4, false"})
  void aThresholdThatNoCounterReachesIsRefused(int bits, int threshold, boolean valid) {
    if (valid) {
      knobs("counter_bits", bits, "hotness_threshold", threshold);
    } else {
      assertThatThrownBy(() -> knobs("counter_bits", bits, "hotness_threshold", threshold))
          .isInstanceOf(KnobException.class)
          .hasMessageContaining("never reached");
    }
  }

  /** One part is 65,536 pages of 4 KiB. */
  @ParameterizedTest
  @CsvSource({"65535, 0", "65536, 1", "131071, 1", "131072, 0"})
  void onlyTheRangeCounts(long page, int hot) {
    unit = unit("range_base", 1, "range_size", 1);
    read(page, 3, 0);
    unit.tick(MS);
    assertThat(unit.hotlist().size()).isEqualTo(hot);
  }

  @ParameterizedTest
  @CsvSource({"all, 5", "reads, 2", "writes, 3"})
  void onlyTheAccessesAskedForCount(String type, int counted) {
    unit = unit("access_type", type);
    access(7, 2, false, 0);
    access(7, 3, true, 0);
    assertThat(unit.takeCounted()).isEqualTo(counted);
  }

  /** Two thirds of a unit's accesses are left out; the count says how many it stands for. */
  @ParameterizedTest
  @CsvSource({"false", "true"})
  void downsamplingCountsOneInSoMany(boolean randomized) {
    unit = unit("downsampling_factor", 3, "randomized_downsampling", randomized);
    read(7, 12, 0);
    read(8, 6, 0);
    unit.tick(MS);
    assertThat(hot()).containsExactly("7×12");
    assertThat(unit.takeCounted()).isEqualTo(6);
  }

  @Test
  void aUnitIsSoManyPages() {
    unit = unit("hotness_granual", 14);
    read(4, 1, 0);
    read(5, 1, 0);
    read(7, 1, 0);
    read(8, 2, 0);
    unit.tick(MS);
    assertThat(hot()).containsExactly("1×3");
  }
}
