package org.tierlab.testkit;

import java.nio.charset.StandardCharsets;
import org.tierlab.api.time.RandomStream;

/**
 * A counter-based random stream: the splitmix64 finalizer over seed + counter × odd constant.
 * Deterministic; not the simulator's stream, so tests must not expect its numbers.
 */
public final class FakeRandom implements RandomStream {
  private static final long GOLDEN = 0x9E3779B97F4A7C15L;

  private final long seed;
  private long counter;

  /**
   * Makes a stream.
   *
   * @param seed the run's seed
   * @param name splits it
   */
  public FakeRandom(long seed, String name) {
    long state = mix(seed + GOLDEN);
    for (byte b : name.getBytes(StandardCharsets.UTF_8)) {
      state = mix(state ^ b);
    }
    this.seed = state;
  }

  @Override
  public long nextLong() {
    return mix(seed + GOLDEN * ++counter);
  }

  @Override
  public long nextLong(long bound) {
    if (bound < 1) {
      throw new IllegalArgumentException("bound " + bound + " is less than 1");
    }
    return Long.remainderUnsigned(nextLong(), bound);
  }

  @Override
  public double nextDouble() {
    return (nextLong() >>> 11) * 0x1.0p-53;
  }

  private static long mix(long z) {
    z = (z ^ z >>> 30) * 0xBF58476D1CE4E5B9L;
    z = (z ^ z >>> 27) * 0x94D049BB133111EBL;
    return z ^ z >>> 31;
  }
}
