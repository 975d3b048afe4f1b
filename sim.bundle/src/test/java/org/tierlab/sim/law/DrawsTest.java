package org.tierlab.sim.law;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tierlab.api.time.RandomStream;

class DrawsTest {
  private static final int ROUNDS = 20_000;

  private final Draws draws = new Draws(stream());

  private static RandomStream stream() {
    SplittableRandom random = new SplittableRandom(1);
    return new RandomStream() {
      @Override
      public long nextLong() {
        return random.nextLong();
      }

      @Override
      public long nextLong(long bound) {
        return random.nextLong(bound);
      }

      @Override
      public double nextDouble() {
        return random.nextDouble();
      }
    };
  }

  /** Few trials, small and large variance, both sides of a half. */
  @ParameterizedTest
  @CsvSource({"24,0.3", "25,0.3", "1000,0.01", "1000,0.3", "1599,0.5", "1601,0.5", "100000,0.9"})
  void successesHaveMeanAndVarianceOfABinomial(long trials, double probability) {
    double sum = 0;
    double squares = 0;
    for (int i = 0; i < ROUNDS; i++) {
      long count = draws.successes(trials, probability);
      assertThat(count).isBetween(0L, trials);
      sum += count;
      squares += (count - trials * probability) * (count - trials * probability);
    }
    double variance = trials * probability * (1 - probability);
    assertThat(sum / ROUNDS)
        .isCloseTo(trials * probability, within(5 * Math.sqrt(variance / ROUNDS)));
    assertThat(squares / ROUNDS / variance).isCloseTo(1, within(0.06));
  }

  @Test
  void failuresAreGeometric() {
    double sum = 0;
    for (int i = 0; i < ROUNDS; i++) {
      sum += draws.failures(0.02);
    }
    assertThat(sum / ROUNDS).isCloseTo(49, within(5 * 49.5 / Math.sqrt(ROUNDS)));
    assertThat(draws.failures(1)).isZero();
  }

  @ParameterizedTest
  @CsvSource({"0.5", "0.001", "0.3", "0.97"})
  void everyBitOfAMaskHasTheProbability(double probability) {
    int[] counts = new int[64];
    for (int i = 0; i < ROUNDS; i++) {
      for (long bits = draws.mask(probability); bits != 0; bits &= bits - 1) {
        counts[Long.numberOfTrailingZeros(bits)]++;
      }
    }
    double deviation = Math.sqrt(probability * (1 - probability) * ROUNDS);
    for (int count : counts) {
      assertThat((double) count).isCloseTo(probability * ROUNDS, within(5 * deviation));
    }
  }

  @Test
  void masksOfCertainty() {
    assertThat(draws.mask(0)).isZero();
    assertThat(draws.mask(1)).isEqualTo(-1);
  }
}
