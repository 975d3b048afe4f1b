package org.tierlab.sim.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class CacheSharesTest {

  @Test
  void whatFitsIsAllThere() {
    // 64 pages of one line and their entries: 64 + 8 lines.
    CacheShares fits = CacheShares.of(72 * 64, 64, 1);
    assertThat(fits.entries()).isEqualTo(1);
    assertThat(fits.data()).isEqualTo(1);
    assertThat(CacheShares.of(71 * 64, 64, 1).data()).isLessThan(1);
  }

  @Test
  void sharesFillTheCache() {
    long pages = 1 << 21;
    long bytes = 32 << 20;
    CacheShares shares = CacheShares.of((double) bytes, pages, 64);
    double lines = pages / 8.0 * shares.entries() + 64.0 * pages * shares.data();
    assertThat(lines).isCloseTo(bytes / 64.0, within(1.0));
  }

  /** A line of entries is accessed eight times as often as a page of one line. */
  @Test
  void entriesStayLongerThanData() {
    CacheShares shares = CacheShares.of(32 << 20, 1 << 21, 1);
    assertThat(1 - shares.entries()).isCloseTo(StrictMath.pow(1 - shares.data(), 8), within(1e-9));
    assertThat(shares.entries()).isCloseTo(0.745, within(0.005));
  }

  @Test
  void aQuarterOfTheMemoryAndOfTheCacheIsTheSame() {
    CacheShares whole = CacheShares.of(32 << 20, 1 << 23, 64);
    CacheShares quarter = CacheShares.of(8 << 20, 1 << 21, 64);
    assertThat(quarter.entries()).isCloseTo(whole.entries(), within(1e-9));
    assertThat(whole.entries()).isLessThan(CacheShares.of(32 << 20, 1 << 21, 64).entries());
  }
}
