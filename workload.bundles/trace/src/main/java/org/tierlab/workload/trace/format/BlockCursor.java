package org.tierlab.workload.trace.format;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.tierlab.api.workload.Access;
import org.tierlab.workload.trace.format.ImportOptions.Compression;

/**
 * Walks over the blocks of one task of a native trace and checks each. Allocates nothing for an
 * access. Not thread-safe.
 */
public final class BlockCursor {
  private static final int MAX_STORED = BytePlanes.bound(NativeFormat.MAX_BLOCK_ACCESSES);

  private final NativeTrace trace;
  private final int wantedTask;
  private final byte[] block =
      new byte[NativeFormat.BLOCK_HEAD_BYTES + NativeFormat.padded(MAX_STORED)];
  private final ByteBuffer bytes = NativeFormat.view(block);
  private final long[] accesses = new long[NativeFormat.MAX_BLOCK_ACCESSES];
  private @Nullable BytePlanes planes;
  private long next;
  private long offset;
  private int task;
  private int count;
  private int stored;
  private long longGap;
  private long seen;

  BlockCursor(NativeTrace trace, int task) {
    this.trace = trace;
    this.wantedTask = task;
    this.next = trace.firstBlock();
  }

  /**
   * Goes to the task's next block.
   *
   * @return false after the last
   * @throws IOException if the trace is damaged or cannot be read
   */
  public boolean next() throws IOException {
    while (next < trace.fileBytes()) {
      offset = next;
      readHead();
      if (wantedTask == NativeTrace.ALL_TASKS || wantedTask == task) {
        readBody();
        seen += count;
        return true;
      }
    }
    long expected =
        wantedTask == NativeTrace.ALL_TASKS
            ? trace.header().accesses()
            : trace.header().tasks().get(wantedTask).accesses();
    if (seen != expected) {
      throw damaged("%d accesses up to the end, expected %d".formatted(seen, expected));
    }
    return false;
  }

  /** Goes back before the first block. */
  public void rewind() {
    next = trace.firstBlock();
    seen = 0;
  }

  private void readHead() throws IOException {
    int head = NativeFormat.BLOCK_HEAD_BYTES;
    if (trace.fileBytes() - offset < head) {
      throw damaged("the file ends in the head of a block");
    }
    trace.readFully(offset, bytes.clear().limit(head));
    bytes.flip();
    int magic = bytes.getInt();
    task = bytes.getInt();
    count = bytes.getInt();
    stored = bytes.getInt();
    longGap = bytes.getLong();
    boolean zstd = trace.header().compression() == Compression.ZSTD;
    boolean possible =
        magic == NativeFormat.BLOCK_MAGIC
            && task >= 0
            && task < trace.header().tasks().size()
            && count >= 1
            && count <= NativeFormat.MAX_BLOCK_ACCESSES
            && (zstd ? planes(stored) : stored == count * 8)
            && (longGap == 0 || (longGap > Access.MAX_GAP && count == 1));
    next = offset + NativeFormat.padded(head + stored);
    if (!possible || next > trace.fileBytes()) {
      throw damaged("damaged block, expected the head of a block");
    }
  }

  private boolean planes(int bytes) {
    return bytes >= BytePlanes.least() && bytes <= BytePlanes.bound(count);
  }

  private void readBody() throws IOException {
    int head = NativeFormat.BLOCK_HEAD_BYTES;
    int length = (int) (next - offset);
    trace.readFully(offset + head, bytes.clear().limit(length).position(head));
    int crc = bytes.getInt(24);
    bytes.putInt(24, 0);
    if (crc != NativeFormat.crc(block, 0, length)) {
      throw damaged("damaged block: its checksum does not match");
    }
    if (trace.header().compression() == Compression.ZSTD) {
      decompress();
    } else {
      bytes.position(head);
      bytes.asLongBuffer().get(accesses, 0, count);
    }
    long greatest = 0;
    for (int i = 0; i < count; i++) {
      greatest = Math.max(greatest, Access.page(accesses[i]));
    }
    if (greatest >= trace.header().densePages()) {
      throw damaged(
          "page %d, expected less than %d".formatted(greatest, trace.header().densePages()));
    }
  }

  private void decompress() throws TraceException {
    BytePlanes reader = planes;
    if (reader == null) {
      reader = new BytePlanes(NativeFormat.MAX_BLOCK_ACCESSES);
      planes = reader;
    }
    if (!reader.decode(block, NativeFormat.BLOCK_HEAD_BYTES, stored, accesses, count)) {
      throw damaged("damaged block: its planes give no %d accesses".formatted(count));
    }
  }

  private TraceException damaged(String problem) {
    return TraceException.atByte(trace.file(), offset, problem, null);
  }

  /**
   * The accesses of the present block, packed as {@link Access} with dense page numbers.
   *
   * @return an array that is filled anew by {@link #next} and may be changed until then
   */
  public long[] accesses() {
    return accesses;
  }

  /**
   * How many accesses the present block has.
   *
   * @return at least 1
   */
  public int count() {
    return count;
  }

  /**
   * The gap before the only access of a block that is too long for the packed form.
   *
   * @return units, or 0 if the packed gaps hold
   */
  public long longGap() {
    return longGap;
  }

  /**
   * The task that makes the accesses of the present block.
   *
   * @return its number
   */
  public int task() {
    return task;
  }

  /** Where the present block starts. */
  long offset() {
    return offset;
  }
}
