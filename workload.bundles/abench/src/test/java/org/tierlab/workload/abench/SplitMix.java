package org.tierlab.workload.abench;

import org.tierlab.api.time.RandomStream;

/** A counter-based stream with a fixed seed: SplitMix64. */
final class SplitMix implements RandomStream {
  private long counter;

  SplitMix(long seed) {
    counter = seed;
  }

  @Override
  public long nextLong() {
    long z = counter += 0x9E3779B97F4A7C15L;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }

  @Override
  public long nextLong(long bound) {
    throw new AssertionError("the benchmark draws whole longs");
  }

  @Override
  public double nextDouble() {
    throw new AssertionError("the benchmark draws whole longs");
  }
}
