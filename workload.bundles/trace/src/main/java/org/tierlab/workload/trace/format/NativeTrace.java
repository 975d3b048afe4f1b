package org.tierlab.workload.trace.format;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.tierlab.api.workload.Access;

/**
 * An open native trace. Cursors read at places of their own, so that the tasks of a trace can be
 * replayed side by side.
 *
 * <p>Blocks are read, not mapped: a file that somebody cuts while it is replayed gives a message
 * instead of a fault of the virtual machine, and closing is immediate.
 */
public final class NativeTrace implements AutoCloseable {
  /** A task number that stands for every task. */
  public static final int ALL_TASKS = -1;

  private final Path file;
  private final FileChannel channel;
  private final TraceHeader header;
  private final long headerBytes;
  private final long fileBytes;

  private NativeTrace(Path file, FileChannel channel) throws IOException {
    this.file = file;
    this.channel = channel;
    this.fileBytes = channel.size();
    byte[] prefix = new byte[(int) Math.min(NativeFormat.PREFIX_BYTES, fileBytes)];
    ByteBuffer start = NativeFormat.view(prefix);
    readFully(0, start);
    if (!NativeFormat.recognises(prefix)) {
      throw TraceException.atByte(file, 0, "no native trace, expected its magic number", null);
    }
    if (prefix.length < NativeFormat.PREFIX_BYTES) {
      throw cut("the header");
    }
    int version = start.getInt(8);
    if (version != NativeFormat.VERSION) {
      throw TraceException.atByte(
          file, 8, "version " + version + ", expected " + NativeFormat.VERSION, null);
    }
    headerBytes = start.getLong(16);
    requireLengths(start.getLong(24));
    byte[] headerContent = new byte[(int) headerBytes];
    ByteBuffer bytes = NativeFormat.view(headerContent);
    readFully(0, bytes);
    int crcAt = (int) headerBytes - 8;
    long checksum = Integer.toUnsignedLong(NativeFormat.crc(headerContent, 0, crcAt));
    if (bytes.getLong(crcAt) != checksum) {
      throw TraceException.atByte(file, crcAt, "the header's checksum does not match", null);
    }
    try {
      header = NativeFormat.decode(bytes.clear().limit(crcAt));
    } catch (IllegalArgumentException e) {
      throw TraceException.atByte(file, 0, "impossible header: " + e.getMessage(), e);
    }
  }

  private void requireLengths(long declaredBytes) throws TraceException {
    if (headerBytes < NativeFormat.PREFIX_BYTES + 8 || headerBytes % 8 != 0) {
      throw TraceException.atByte(
          file, 16, "header of " + headerBytes + " bytes, expected a multiple of 8", null);
    }
    if (fileBytes < declaredBytes) {
      throw cut("%d bytes".formatted(declaredBytes));
    }
    if (fileBytes > declaredBytes || headerBytes > fileBytes || headerBytes > 1 << 30) {
      throw TraceException.atByte(
          file,
          16,
          "file of %d bytes says that it has %d and a header of %d"
              .formatted(fileBytes, declaredBytes, headerBytes),
          null);
    }
  }

  /**
   * Opens a trace and reads its header.
   *
   * @param file a native trace
   * @return the open trace
   * @throws IOException if it is none or is damaged
   */
  public static NativeTrace open(Path file) throws IOException {
    FileChannel channel;
    try {
      channel = FileChannel.open(file, StandardOpenOption.READ);
    } catch (NoSuchFileException e) {
      throw TraceException.of(file, "no such file, expected a native trace");
    }
    try {
      return new NativeTrace(file, channel);
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  /**
   * What stands at its start.
   *
   * @return the header
   */
  public TraceHeader header() {
    return header;
  }

  /**
   * The trace's length on disk.
   *
   * @return bytes
   */
  public long fileBytes() {
    return fileBytes;
  }

  /**
   * A cursor over the blocks of one task.
   *
   * @param task its number, or {@link #ALL_TASKS}
   * @return a cursor before the first block
   */
  public BlockCursor cursor(int task) {
    return new BlockCursor(this, task);
  }

  /**
   * Reads every access, in the order of the file. Pages are virtual page numbers, or objects
   * numbered by first appearance.
   *
   * @param sink takes the accesses
   * @param progress is told of every block
   * @throws IOException if the trace is damaged
   */
  public void decode(AccessSink sink, ReadProgress progress) throws IOException {
    BlockCursor cursor = cursor(ALL_TASKS);
    PageAddresses addresses = new PageAddresses(header);
    while (cursor.next()) {
      long[] accesses = cursor.accesses();
      for (int i = 0; i < cursor.count(); i++) {
        long access = accesses[i];
        long page = addresses.keyOf(Access.page(access));
        long gap = cursor.longGap() > 0 ? cursor.longGap() : Access.gap(access);
        if (!sink.access(cursor.task(), page, Access.write(access), gap)) {
          return;
        }
      }
      progress.read(cursor.offset(), fileBytes);
    }
  }

  Path file() {
    return file;
  }

  long firstBlock() {
    return headerBytes;
  }

  void readFully(long offset, ByteBuffer into) throws IOException {
    long at = offset;
    while (into.hasRemaining()) {
      int read = channel.read(into, at);
      if (read < 0) {
        throw cut("more");
      }
      at += read;
    }
  }

  private TraceException cut(String expected) {
    return TraceException.atByte(
        file, fileBytes, "the file ends early, expected " + expected, null);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
