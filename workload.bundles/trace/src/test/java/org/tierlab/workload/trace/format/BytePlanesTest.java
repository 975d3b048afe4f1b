package org.tierlab.workload.trace.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.IntToLongFunction;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class BytePlanesTest {
  private static final int MOST = 1000;
  private static final int TABLE = 32;

  private final BytePlanes planes = new BytePlanes(MOST);
  private final byte[] stored = new byte[3 + BytePlanes.bound(MOST)];

  private static long[] words(int count, IntToLongFunction word) {
    return IntStream.range(0, count).mapToLong(word).toArray();
  }

  private int store(long[] words) {
    return planes.encode(words, words.length, stored, 3);
  }

  private int[] table() {
    int[] sizes = new int[8];
    Arrays.setAll(sizes, i -> NativeFormat.view(stored).getInt(3 + 4 * i));
    return sizes;
  }

  private boolean read(int length, long[] words) {
    return planes.decode(stored, 3, length, words, words.length);
  }

  @Test
  void equalBytesAreStoredOnce() {
    int length = store(words(MOST, i -> 0x0102030405060708L));

    assertThat(length).isEqualTo(TABLE + 8);
    assertThat(table()).containsOnly(1);
    assertThat(Arrays.copyOfRange(stored, 3 + TABLE, 3 + length))
        .containsExactly(8, 7, 6, 5, 4, 3, 2, 1);
  }

  @Test
  void randomBytesAreStoredAsTheyAreAndRepeatedOnesCompressed() {
    SplittableRandom random = new SplittableRandom(1);
    long[] words = words(MOST, i -> (random.nextInt(256) << 8) | (i % 10));

    int length = store(words);

    assertThat(table()[0]).isBetween(2, 50);
    assertThat(table()[1]).isEqualTo(MOST);
    assertThat(table()[2]).isEqualTo(1);
    assertThat(length).isEqualTo(TABLE + table()[0] + MOST + 6);
  }

  @Test
  void aFrameIsTakenFromAnEighthOn() {
    SplittableRandom random = new SplittableRandom(1);
    // Seven bits of eight at best, and what a frame needs besides.
    store(words(MOST, i -> random.nextInt(128)));
    assertThat(table()[0]).isEqualTo(MOST);
    store(words(MOST, i -> random.nextInt(64)));
    assertThat(table()[0]).isBetween(700, 850);
  }

  @Property(tries = 200)
  void whatIsStoredIsRead(
      @ForAll @IntRange(min = 1, max = MOST) int count, @ForAll long seed, @ForAll long mask) {
    SplittableRandom random = new SplittableRandom(seed);
    int period = 1 + random.nextInt(count);
    long[] words = words(count, i -> random.nextLong() & mask);
    for (int i = period; i < count; i++) {
      words[i] = (words[i] & 0xFFFFFFL) | (words[i - period] & ~0xFFFFFFL);
    }

    int length = store(words);

    assertThat(length).isBetween(BytePlanes.least(), BytePlanes.bound(count));
    long[] back = new long[count];
    assertThat(read(length, back)).isTrue();
    assertThat(back).isEqualTo(words);
    assertThat(read(length - 1, back)).as("too short").isFalse();
    assertThat(read(length + 1, back)).as("too long").isFalse();
  }

  @Test
  void planesOfImpossibleSizesAreNotRead() {
    long[] words = words(MOST, i -> i % 10);
    int length = store(words);
    byte[] whole = stored.clone();
    for (int size : new int[] {0, -1, MOST + 1, Integer.MAX_VALUE, table()[0] - 1}) {
      System.arraycopy(whole, 0, stored, 0, whole.length);
      NativeFormat.view(stored).putInt(3, size);
      assertThat(read(length, new long[MOST])).as("%d bytes", size).isFalse();
    }
    System.arraycopy(whole, 0, stored, 0, whole.length);
    stored[3 + TABLE] ^= 1;
    assertThat(read(length, new long[MOST])).as("no frame").isFalse();
  }
}
