package org.tierlab.workload.trace.format;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.tierlab.api.workload.Access;

/**
 * Keeps packed accesses in a temporary file until the numbers of their pages are known. Each task
 * has a buffer of one block; a block is written when it is full, or before and after an access
 * whose gap does not fit into the packed form and which gets a block of its own.
 */
final class AccessSpool implements AutoCloseable {
  /** Takes the blocks again, in the order in which they were filled. */
  interface BlockSink {
    void block(int task, long[] accesses, int count, long longGap) throws IOException;
  }

  private static final int HEAD_BYTES = 16;
  private static final int FIRST_CAPACITY = 1 << 10;

  private final FileChannel channel;
  private final ByteBuffer block =
      ByteBuffer.allocateDirect(HEAD_BYTES + NativeFormat.MAX_BLOCK_ACCESSES * 8)
          .order(ByteOrder.LITTLE_ENDIAN);
  private final List<TaskBuffer> tasks = new ArrayList<>();

  AccessSpool(Path file) throws IOException {
    channel =
        FileChannel.open(
            file,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE,
            StandardOpenOption.TRUNCATE_EXISTING);
  }

  void add(int task, long page, boolean write, long gap) throws IOException {
    while (task >= tasks.size()) {
      tasks.add(new TaskBuffer());
    }
    TaskBuffer buffer = tasks.get(task);
    buffer.total++;
    buffer.gapUnits += gap;
    if (buffer.gapUnits < 0) {
      buffer.gapUnits = Long.MAX_VALUE;
    }
    if (gap > Access.MAX_GAP) {
      flush(task, 0);
      buffer.add(Access.of(page, write, 0));
      flush(task, gap);
    } else {
      buffer.add(Access.of(page, write, (int) gap));
      if (buffer.size == NativeFormat.MAX_BLOCK_ACCESSES) {
        flush(task, 0);
      }
    }
  }

  private void flush(int task, long longGap) throws IOException {
    TaskBuffer buffer = tasks.get(task);
    if (buffer.size == 0) {
      return;
    }
    block.clear().putInt(task).putInt(buffer.size).putLong(longGap);
    block.asLongBuffer().put(buffer.accesses, 0, buffer.size);
    block.limit(HEAD_BYTES + buffer.size * 8).position(0);
    while (block.hasRemaining()) {
      channel.write(block);
    }
    buffer.size = 0;
  }

  int tasks() {
    return tasks.size();
  }

  long accesses(int task) {
    return tasks.get(task).total;
  }

  long gapUnits(int task) {
    return tasks.get(task).gapUnits;
  }

  /** Writes what is still buffered and hands every block to the sink, which may change it. */
  void drain(BlockSink sink) throws IOException {
    for (int task = 0; task < tasks.size(); task++) {
      flush(task, 0);
    }
    long[] accesses = new long[NativeFormat.MAX_BLOCK_ACCESSES];
    long end = channel.position();
    long at = 0;
    while (at < end) {
      read(at, HEAD_BYTES);
      int task = block.getInt();
      int count = block.getInt();
      long longGap = block.getLong();
      read(at + HEAD_BYTES, count * 8);
      block.asLongBuffer().get(accesses, 0, count);
      sink.block(task, accesses, count, longGap);
      at += HEAD_BYTES + count * 8L;
    }
  }

  private void read(long at, int bytes) throws IOException {
    block.clear().limit(bytes);
    while (block.hasRemaining()) {
      if (channel.read(block, at + block.position()) < 0) {
        throw new IOException("the temporary file became shorter while it was used");
      }
    }
    block.flip();
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }

  private static final class TaskBuffer {
    private long[] accesses = new long[FIRST_CAPACITY];
    private int size;
    private long total;
    private long gapUnits;

    void add(long access) {
      if (size == accesses.length) {
        accesses = Arrays.copyOf(accesses, size * 2);
      }
      accesses[size++] = access;
    }
  }
}
