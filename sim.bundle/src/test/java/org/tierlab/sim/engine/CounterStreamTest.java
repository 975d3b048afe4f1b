package org.tierlab.sim.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CounterStreamTest {
  /** Computed outside Java, with integers of unlimited size, from the construction's definition. */
  @Test
  void numbersAreTheSameOnEveryJdk() {
    CounterStream stream = new CounterStream(1, "source:abit");

    assertThat(stream.nextLong()).isEqualTo(3135597985421917650L);
    assertThat(stream.nextLong()).isEqualTo(-816778151218517330L);
    assertThat(stream.nextLong(1000)).isEqualTo(1);
    assertThat(stream.nextDouble()).isEqualTo(0.29648551701915815);
    assertThat(new CounterStream(Long.MIN_VALUE, "").nextLong()).isEqualTo(-8729221926730284640L);
  }

  @Test
  void streamsDifferBySeedAndName() {
    long one = new CounterStream(1, "a").nextLong();

    assertThat(new CounterStream(2, "a").nextLong()).isNotEqualTo(one);
    assertThat(new CounterStream(1, "b").nextLong()).isNotEqualTo(one);
    assertThat(new CounterStream(1, "aa").nextLong()).isNotEqualTo(one);
    assertThat(new CounterStream(1, "ab").nextLong())
        .isNotEqualTo(new CounterStream(1, "ba").nextLong());
  }

  @Test
  void whatOthersDrawChangesNothing() {
    CounterStream alone = new CounterStream(1, "a");
    CounterStream among = new CounterStream(1, "a");
    CounterStream other = new CounterStream(1, "b");
    for (int i = 0; i < 100; i++) {
      other.nextLong();
      assertThat(among.nextLong()).isEqualTo(alone.nextLong());
      other.nextDouble();
    }
  }

  /**
   * Chi-square with bound − 1 degrees of freedom; the limits are the 0.001 quantiles and beyond.
   */
  @ParameterizedTest
  @ValueSource(ints = {2, 3, 4, 7, 16, 100})
  void smallBoundsAreUniform(int bound) {
    CounterStream stream = new CounterStream(5, "chi");
    int draws = 10_000 * bound;
    long[] seen = new long[bound];
    for (int i = 0; i < draws; i++) {
      seen[(int) stream.nextLong(bound)]++;
    }
    double chi = 0;
    for (long count : seen) {
      chi += (count - 10_000.0) * (count - 10_000.0) / 10_000;
    }
    assertThat(chi).isLessThan(bound - 1 + 4 * Math.sqrt(2.0 * (bound - 1)) + 8);
  }

  @Test
  void everyBitOfALongIsFair() {
    CounterStream stream = new CounterStream(9, "bits");
    int[] ones = new int[64];
    for (int i = 0; i < 10_000; i++) {
      long bits = stream.nextLong();
      for (int bit = 0; bit < 64; bit++) {
        ones[bit] += (int) ((bits >>> bit) & 1);
      }
    }
    for (int count : ones) {
      assertThat(count).isBetween(5000 - 250, 5000 + 250);
    }
  }

  @Test
  void boundsAreExclusiveFromOneToTheGreatest() {
    CounterStream stream = new CounterStream(3, "bounds");
    boolean high = false;
    for (int i = 0; i < 1000; i++) {
      assertThat(stream.nextLong(1)).isZero();
      assertThat(stream.nextLong((1L << 62) + 1)).isBetween(0L, 1L << 62);
      long huge = stream.nextLong(Long.MAX_VALUE);
      assertThat(huge).isBetween(0L, Long.MAX_VALUE - 1);
      high |= huge > Long.MAX_VALUE / 2;
    }
    assertThat(high).isTrue();
    assertThatThrownBy(() -> stream.nextLong(0)).hasMessage("bound of 0");
  }

  @Test
  void aListOfNumbersIsOneAfterTheOther() {
    CounterStream stream = new CounterStream(5, "list");
    CounterStream single = new CounterStream(5, "list");
    long[] numbers = {7, 1, 1L << 40, 9};

    stream.nextLongs(numbers, 3, numbers);

    assertThat(numbers).containsExactly(single.nextLong(7), 0, nextAfterOne(single, 1L << 40), 9);
    assertThat(stream.nextLong()).isEqualTo(single.nextLong());
  }

  private static long nextAfterOne(CounterStream stream, long bound) {
    stream.nextLong(1);
    return stream.nextLong(bound);
  }

  @Test
  void doublesFillTheUnitInterval() {
    CounterStream stream = new CounterStream(4, "double");
    double sum = 0;
    for (int i = 0; i < 100_000; i++) {
      double x = stream.nextDouble();
      assertThat(x).isGreaterThanOrEqualTo(0).isLessThan(1);
      sum += x;
    }
    // Standard deviation of the mean: 0.289 / sqrt(100,000) = 0.0009.
    assertThat(sum / 100_000).isBetween(0.496, 0.504);
  }
}
