package org.tierlab.sim.law;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.tierlab.api.workload.AccessLaw.Component;
import org.tierlab.api.workload.AccessLaw.Uniform;

/** Which nodes served accesses that were made together. */
class MixtureTest {
  private static final int PAGES = 64;

  private static Mixture mixture(long seed) {
    LawMemory memory = new LawMemory(PAGES, 0);
    IndependentPages pages =
        new IndependentPages(
            memory.mm.store(),
            new Component(0, PAGES, 1, 0, new Uniform()),
            memory.vma(),
            LawMemory.random(seed));
    return new Mixture(new IndependentPages[] {pages}, new double[] {1});
  }

  /** None is lost and none goes to a node that serves none, however large the numbers are. */
  @Property(tries = 300)
  void everyAccessIsServedByANodeThatServes(
      @ForAll @Size(5) List<@DoubleRange(min = 0, max = 1) Double> drawn,
      @ForAll @LongRange(min = 1, max = 1L << 50) long count,
      @ForAll long seed) {
    double[] shares = drawn.stream().mapToDouble(Double::doubleValue).toArray();
    shares[Math.floorMod(seed, 5)] = 0.5;
    double sum = Arrays.stream(shares).sum();
    double[] expected = Arrays.stream(shares).map(share -> share / sum * count).toArray();
    long[] served = new long[5];

    mixture(seed).split(count, expected, served);

    assertThat(Arrays.stream(served).sum()).isEqualTo(count);
    for (int node = 0; node < 5; node++) {
      assertThat(served[node]).isNotNegative();
      if (expected[node] == 0) {
        assertThat(served[node]).isZero();
      }
      double sigma = Math.sqrt(expected[node] * Math.max(0, 1 - expected[node] / count));
      assertThat((double) served[node]).isCloseTo(expected[node], within(8 * sigma + 12));
    }
  }
}
