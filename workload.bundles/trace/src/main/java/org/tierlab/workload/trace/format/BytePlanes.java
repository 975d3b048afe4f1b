package org.tierlab.workload.trace.format;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Words as eight planes of bytes, byte <i>k</i> of every word together, each stored in the way that
 * is cheapest to read: one byte where all are equal (high bytes of page numbers, gaps of zero), as
 * it is where compression would gain little (low bytes of random pages), else a zstd frame. In one
 * frame of whole words, bytes that do not compress make those slow to read that do.
 *
 * <p>Not thread-safe.
 */
final class BytePlanes {
  /** An {@code int} for each plane: how many bytes it is stored in. */
  private static final int TABLE_BYTES = Long.BYTES * Integer.BYTES;

  private static final int ZSTD_LEVEL = 3;

  /** A frame is taken if it saves at least this part of a plane. Assumed. */
  private static final int WORTHWHILE = 8;

  private final int mostWords;
  private final byte[][] planes = new byte[Long.BYTES][];
  private byte[] frame = {};
  private final byte[][] sources = new byte[Long.BYTES][];
  private final int[] offsets = new int[Long.BYTES];
  private final int[] shifts = new int[Long.BYTES];

  BytePlanes(int mostWords) {
    this.mostWords = mostWords;
  }

  /** The most bytes that so many words are stored in. */
  static int bound(int words) {
    return TABLE_BYTES + words * Long.BYTES;
  }

  /** The fewest bytes that words are stored in. */
  static int least() {
    return TABLE_BYTES + Long.BYTES;
  }

  private byte[] plane(int index) {
    if (planes[index] == null) {
      planes[index] = new byte[mostWords];
    }
    return planes[index];
  }

  /**
   * Stores words.
   *
   * @param words the words
   * @param count how many, at least 1
   * @param out where to
   * @param at from where on; there are {@link #bound} bytes
   * @return how many bytes were stored
   */
  int encode(long[] words, int count, byte[] out, int at) {
    ByteBuffer table = NativeFormat.view(out).position(at);
    int to = at + TABLE_BYTES;
    byte[] plane = plane(0);
    for (int shift = 0; shift < Long.SIZE; shift += Byte.SIZE) {
      for (int i = 0; i < count; i++) {
        plane[i] = (byte) (words[i] >>> shift);
      }
      int stored = store(plane, count, out, to);
      table.putInt(stored);
      to += stored;
    }
    return to - at;
  }

  private int store(byte[] plane, int count, byte[] out, int to) {
    if (allEqual(plane, count)) {
      out[to] = plane[0];
      return 1;
    }
    if (frame.length == 0) {
      frame = new byte[(int) Zstd.compressBound(mostWords)];
    }
    int size = (int) Zstd.compressByteArray(frame, 0, frame.length, plane, 0, count, ZSTD_LEVEL);
    boolean worthwhile = size < count - count / WORTHWHILE;
    int stored = worthwhile ? size : count;
    System.arraycopy(worthwhile ? frame : plane, 0, out, to, stored);
    return stored;
  }

  private static boolean allEqual(byte[] plane, int count) {
    return Arrays.equals(plane, 0, count - 1, plane, 1, count);
  }

  /**
   * Reads words.
   *
   * @param in what was stored
   * @param at from where on
   * @param length bytes, at least {@link #least}
   * @param words the words
   * @param count how many
   * @return false if this was not stored so
   */
  boolean decode(byte[] in, int at, int length, long[] words, int count) {
    ByteBuffer table = NativeFormat.view(in).position(at);
    int from = at + TABLE_BYTES;
    int end = at + length;
    long constant = 0;
    int varying = 0;
    for (int k = 0; k < Long.BYTES; k++) {
      int stored = table.getInt();
      if (stored < 1 || stored > count || stored > end - from) {
        return false;
      }
      if (stored == 1) {
        constant |= (in[from] & 0xFFL) << (Byte.SIZE * k);
      } else {
        shifts[varying] = Byte.SIZE * k;
        sources[varying] = in;
        offsets[varying] = from;
        if (stored < count) {
          if (!decompress(in, from, stored, plane(k), count)) {
            return false;
          }
          sources[varying] = plane(k);
          offsets[varying] = 0;
        }
        varying++;
      }
      from += stored;
    }
    merge(words, count, constant, varying);
    return from == end;
  }

  private static boolean decompress(byte[] in, int from, int stored, byte[] plane, int count) {
    try {
      return Zstd.decompressByteArray(plane, 0, count, in, from, stored) == count;
    } catch (ZstdException e) {
      return false;
    }
  }

  private void merge(long[] words, int count, long constant, int varying) {
    Arrays.fill(words, 0, count, constant);
    int i = 0;
    for (; i + 1 < varying; i += 2) {
      mergeTwo(words, count, i);
    }
    if (i < varying) {
      mergeOne(words, count, i);
    }
  }

  private void mergeTwo(long[] words, int count, int first) {
    byte[] one = sources[first];
    byte[] other = sources[first + 1];
    int oneOffset = offsets[first];
    int otherOffset = offsets[first + 1];
    int oneShift = shifts[first];
    int otherShift = shifts[first + 1];
    for (int i = 0; i < count; i++) {
      words[i] |=
          (one[oneOffset + i] & 0xFFL) << oneShift | (other[otherOffset + i] & 0xFFL) << otherShift;
    }
  }

  private void mergeOne(long[] words, int count, int index) {
    byte[] plane = sources[index];
    int offset = offsets[index];
    int shift = shifts[index];
    for (int i = 0; i < count; i++) {
      words[i] |= (plane[offset + i] & 0xFFL) << shift;
    }
  }
}
