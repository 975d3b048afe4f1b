package org.tierlab.policy.hotstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.tierlab.policy.hotstore.RecordFormat.DEFAULT;
import static org.tierlab.policy.hotstore.RecordFormat.PRECISE;
import static org.tierlab.policy.hotstore.RecordFormat.V3;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class RecordFormatTest {
  private static final long WINDOW_MS = 5000;

  private static int frequencyAfter(RecordFormat format, long windowMs, long... timesMs) {
    long record = 0;
    for (long time : timesMs) {
      record = format.accessed(record, 0, time, windowMs);
    }
    return format.frequency(record);
  }

  @Test
  void aByteHoldsTwoBitsOfFrequencyBelowFiveOfTime() {
    long first = DEFAULT.accessed(0, 3, 127, WINDOW_MS);
    assertThat(first).isEqualTo(0b00000_01);
    long second = DEFAULT.accessed(first, 3, 128, WINDOW_MS);
    assertThat(second).isEqualTo(0b00001_10);
    long third = DEFAULT.accessed(second, 3, 31 * 128, WINDOW_MS);
    assertThat(third).isEqualTo(0b11111_11);
    assertThat(DEFAULT.accessed(third, 3, 32 * 128, WINDOW_MS)).isEqualTo(0b00000_11);
    assertThat(DEFAULT.node(third, 6)).as("the target is fixed").isEqualTo(6);
  }

  @Test
  void aCoarseTimeRoundsTheWindowDownToItsSteps() {
    assertThat(frequencyAfter(DEFAULT, 3000, 0, 3071)).as("23 × 128 = 2944 ms").isEqualTo(2);
    assertThat(frequencyAfter(DEFAULT, 3000, 0, 3072)).as("24 × 128 = 3072 ms").isEqualTo(1);
    assertThat(frequencyAfter(DEFAULT, 3000, 127, 3071)).isEqualTo(2);
    assertThat(frequencyAfter(DEFAULT, 3968, 0, 4095)).isEqualTo(2);
    assertThat(frequencyAfter(DEFAULT, 3967, 0, 4095)).isEqualTo(1);
  }

  @Test
  void inAByteTheDefaultWindowNeverEnds() {
    assertThat(frequencyAfter(DEFAULT, WINDOW_MS, 0, 600_000)).isEqualTo(2);
    assertThat(frequencyAfter(PRECISE, WINDOW_MS, 0, 600_000)).isEqualTo(1);
  }

  @Test
  void fourBytesHoldNodeFrequencyAndTime() {
    long record = PRECISE.accessed(0, 5, 7, WINDOW_MS);
    assertThat(record).isEqualTo(((7 << 3) + 1) * 1024 + 5);
    assertThat(PRECISE.node(record, 0)).isEqualTo(5);
    long again = PRECISE.accessed(record, 1, 9, WINDOW_MS);
    assertThat(PRECISE.node(again, 0)).as("the last access decides").isEqualTo(1);
    assertThat(PRECISE.frequency(again)).isEqualTo(2);
    assertThat(PRECISE.latencyMs(again, 12)).isEqualTo(3);
    assertThat(PRECISE.accessed(again, 1023, 16_383, WINDOW_MS)).isLessThan(1L << 27);
  }

  @Test
  void thePreciseWindowIsExactUntilTimesWrap() {
    assertThat(frequencyAfter(PRECISE, WINDOW_MS, 1, 5001)).isEqualTo(2);
    assertThat(frequencyAfter(PRECISE, WINDOW_MS, 1, 5002)).isEqualTo(1);
    assertThat(frequencyAfter(PRECISE, WINDOW_MS, 1, 16_384)).isEqualTo(1);
    assertThat(frequencyAfter(PRECISE, WINDOW_MS, 1, 16_385)).as("taken for 0 ms").isEqualTo(2);
    assertThat(frequencyAfter(V3, WINDOW_MS, 1, 16_385)).isEqualTo(1);
    assertThat(frequencyAfter(V3, WINDOW_MS, 1, 524_288)).isEqualTo(1);
    assertThat(frequencyAfter(V3, WINDOW_MS, 1, 524_289)).isEqualTo(2);
  }

  @Test
  void frequenciesStopAtTheirGreatest() {
    assertThat(frequencyAfter(DEFAULT, WINDOW_MS, 1, 2, 3)).isEqualTo(3);
    assertThat(frequencyAfter(DEFAULT, WINDOW_MS, 1, 2, 3, 4)).isEqualTo(3);
    assertThat(frequencyAfter(PRECISE, WINDOW_MS, 1, 2, 3, 4, 5, 6, 7)).isEqualTo(7);
    assertThat(frequencyAfter(PRECISE, WINDOW_MS, 1, 2, 3, 4, 5, 6, 7, 8)).isEqualTo(7);
  }

  @Property
  void aRecordFitsItsBytesBesideTheReadyBit(
      @ForAll RecordFormat format,
      @ForAll @IntRange(max = 1023) int node,
      @ForAll @LongRange(max = 10_000_000) long firstMs,
      @ForAll @LongRange(max = 10_000_000) long laterMs) {
    long record =
        format.accessed(
            format.accessed(0, node, firstMs, WINDOW_MS), node, firstMs + laterMs, WINDOW_MS);
    assertThat(record).isBetween(0L, (1L << (8 * format.bytes() - 1)) - 1);
    assertThat(format.frequency(record)).isBetween(1, 2);
    assertThat(format.latencyMs(record, firstMs + laterMs)).isZero();
  }
}
