package org.tierlab.source.numab;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class LastCpupidTest {
  @Test
  void twelveBitsWrapAfter4096Milliseconds() {
    int stored = LastCpupid.accessTime(4000, 12);
    assertThat(LastCpupid.latencyMs(stored, 4000, 12)).isZero();
    assertThat(LastCpupid.latencyMs(stored, 4095, 12)).isEqualTo(95);
    assertThat(LastCpupid.latencyMs(stored, 4096, 12)).isEqualTo(96);
    assertThat(LastCpupid.latencyMs(stored, 8095, 12)).isEqualTo(4095);
    assertThat(LastCpupid.latencyMs(stored, 8096, 12)).isZero();
    assertThat(LastCpupid.latencyMs(LastCpupid.accessTime(4000, 21), 8096, 21)).isEqualTo(4096);
  }

  @Test
  void aFieldWithoutAccessTimeReadsAsAllOnes() {
    assertThat(LastCpupid.latencyMs(-1, 0, 12)).isEqualTo(1);
    assertThat(LastCpupid.latencyMs(-1, 4095, 12)).isZero();
    assertThat(LastCpupid.latencyMs(LastCpupid.accessor(0, 7), 100, 12)).isEqualTo(101);
  }

  @Test
  void keepsTheNodeAndEightBitsOfTheTask() {
    int stored = LastCpupid.accessor(7, 0x1ff);
    assertThat(LastCpupid.node(stored)).isEqualTo(7);
    assertThat(LastCpupid.task(stored)).isEqualTo(0xff);
    assertThat(LastCpupid.sameTask(stored, 0xff)).isTrue();
    assertThat(LastCpupid.sameTask(stored, 0x2ff)).isTrue();
    assertThat(LastCpupid.sameTask(stored, 0xfe)).isFalse();
  }

  @Property
  void anAccessTimeIsNeverTakenForAnAccessor(
      @ForAll @LongRange(min = 0, max = 1L << 40) long ms,
      @ForAll @IntRange(min = 12, max = 21) int bits,
      @ForAll @IntRange(min = 0, max = 7) int node,
      @ForAll @IntRange(min = 0) int task) {
    assertThat(LastCpupid.isAccessor(LastCpupid.accessTime(ms, bits))).isFalse();
    assertThat(LastCpupid.isAccessor(LastCpupid.accessor(node, task))).isTrue();
    assertThat(LastCpupid.isAccessor(-1)).isFalse();
  }

  @Property
  void latencyIsExactBelowTheRange(
      @ForAll @LongRange(min = 0, max = 1L << 40) long ms,
      @ForAll @LongRange(min = 0, max = 4095) long later) {
    int stored = LastCpupid.accessTime(ms, 12);
    assertThat(LastCpupid.latencyMs(stored, ms + later, 12)).isEqualTo(later);
  }
}
