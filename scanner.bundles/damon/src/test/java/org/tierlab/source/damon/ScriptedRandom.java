package org.tierlab.source.damon;

import org.tierlab.api.time.RandomStream;

/** Gives the numbers of a script, in order and round again. */
final class ScriptedRandom implements RandomStream {
  private final long[] numbers;
  private int next;

  ScriptedRandom(long... numbers) {
    this.numbers = numbers;
  }

  @Override
  public long nextLong() {
    return numbers[next++ % numbers.length];
  }

  @Override
  public long nextLong(long bound) {
    long number = nextLong();
    if (number < 0 || number >= bound) {
      throw new IllegalArgumentException(number + " is not below " + bound);
    }
    return number;
  }

  @Override
  public double nextDouble() {
    throw new UnsupportedOperationException();
  }
}
