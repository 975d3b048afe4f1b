package org.tierlab.policy.tenant;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class FairSharesTest {
  private static long[] divide(long capacity, long[] demands, int... shares) {
    long[] caps = new long[demands.length];
    FairShares.divide(capacity, demands, shares, demands.length, caps);
    return caps;
  }

  @Test
  void whatTheModestLeaveGoesToTheOthers() {
    assertThat(divide(900, new long[] {100, 500, 600}, 1, 1, 1)).containsExactly(100, 400, 400);
    assertThat(divide(900, new long[] {100, 399, 600}, 1, 1, 1)).containsExactly(100, 399, 401);
    assertThat(divide(900, new long[] {100, 400, 600}, 1, 1, 1)).containsExactly(100, 400, 400);
  }

  @Test
  void sharesAreWeights() {
    assertThat(divide(900, new long[] {900, 900}, 2, 1)).containsExactly(600, 300);
    assertThat(divide(900, new long[] {900, 200}, 2, 1)).containsExactly(700, 200);
    assertThat(divide(1000, new long[] {900, 900, 50}, 3, 2, 5)).containsExactly(570, 380, 50);
  }

  @Test
  void withEnoughForAllNobodyIsCapped() {
    assertThat(divide(900, new long[] {700, 200}, 1, 9)).containsExactly(700, 200);
    assertThat(divide(899, new long[] {700, 200}, 1, 9)).containsExactly(699, 200);
    assertThat(divide(0, new long[] {0, 5}, 1, 1)).containsExactly(0, 0);
  }

  @Property(tries = 300)
  void nobodyGetsMoreThanHeWantsAndNothingIsLeftWhileSomebodyWants(
      @ForAll @LongRange(max = 1_000_000) long capacity,
      @ForAll @Size(min = 1, max = 12) List<@LongRange(max = 500_000) Long> wishes,
      @ForAll @IntRange(min = 1, max = 1000) int firstShare) {
    long[] demands = wishes.stream().mapToLong(Long::longValue).toArray();
    int[] shares = new int[demands.length];
    for (int i = 0; i < shares.length; i++) {
      shares[i] = 1 + (firstShare * (i + 1)) % 1000;
    }
    long[] caps = divide(capacity, demands, shares);
    long given = 0;
    long wanted = 0;
    for (int i = 0; i < caps.length; i++) {
      assertThat(caps[i]).isBetween(0L, demands[i]);
      given += caps[i];
      wanted += demands[i];
    }
    assertThat(given).isBetween(Math.min(capacity, wanted) - caps.length, capacity);
  }
}
