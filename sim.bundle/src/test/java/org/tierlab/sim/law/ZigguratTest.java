package org.tierlab.sim.law;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.tierlab.api.time.RandomStream;

class ZigguratTest {
  private static final int ROUNDS = 400_000;

  private static RandomStream stream() {
    SplittableRandom random = new SplittableRandom(7);
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

  /** Shares of the draws above some bounds, the last of them in the tail. */
  private static void assertTails(
      ToDoubleFunction<RandomStream> law, double[] bounds, double[] probabilities) {
    RandomStream random = stream();
    int[] above = new int[bounds.length];
    for (int i = 0; i < ROUNDS; i++) {
      double x = law.applyAsDouble(random);
      for (int b = 0; b < bounds.length; b++) {
        above[b] += x > bounds[b] ? 1 : 0;
      }
    }
    for (int b = 0; b < bounds.length; b++) {
      double p = probabilities[b];
      assertThat((double) above[b] / ROUNDS)
          .as("above %s", bounds[b])
          .isCloseTo(p, within(5 * Math.sqrt(p * (1 - p) / ROUNDS)));
    }
  }

  @Test
  void normalVariatesHaveTheTailsOfTheTable() {
    assertTails(
        Ziggurat::normal,
        new double[] {-3.5, -1, 0, 0.5, 1, 2, 3, 3.5},
        new double[] {
          1 - 2.326291e-4,
          0.8413447,
          0.5,
          0.3085375,
          0.1586553,
          0.02275013,
          1.349898e-3,
          2.326291e-4
        });
  }

  @Test
  void exponentialVariatesHaveExponentialTails() {
    double[] bounds = {0.1, 0.5, 1, 2, 4, 7, 8, 9};
    double[] probabilities = new double[bounds.length];
    for (int i = 0; i < bounds.length; i++) {
      probabilities[i] = Math.exp(-bounds[i]);
    }
    assertTails(Ziggurat::exponential, bounds, probabilities);
  }
}
