package org.tierlab.workload.trace.format;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.tierlab.api.workload.Access;
import org.tierlab.workload.trace.format.ImportOptions.Compression;

/**
 * Writes a native trace. Accesses go to a temporary file beside the output; {@link #finish} numbers
 * their pages densely, writes a second temporary file and moves it to its name in one step. Memory
 * grows with the number of distinct pages and of tasks, not with the accesses. {@link #close}
 * without {@link #finish} leaves nothing behind.
 *
 * <p>Not thread-safe.
 */
public final class NativeWriter implements AccessSink, AutoCloseable {
  private final Path file;
  private final TraceDescription description;
  private final int maxHolePages;
  private final Compression compression;
  private final Path spoolFile;
  private final Path partFile;
  private final AccessSpool spool;
  private final PageIndex pages = new PageIndex();
  private final byte[] block =
      new byte
          [NativeFormat.BLOCK_HEAD_BYTES
              + NativeFormat.padded(BytePlanes.bound(NativeFormat.MAX_BLOCK_ACCESSES))];
  private final BytePlanes planes = new BytePlanes(NativeFormat.MAX_BLOCK_ACCESSES);
  private long accesses;
  private long writes;

  /**
   * Starts a trace.
   *
   * @param file where it is to be in the end; an older file is replaced
   * @param description what the accesses are
   * @param options holes and compression
   * @throws IOException if its folder cannot be written
   */
  public NativeWriter(Path file, TraceDescription description, ImportOptions options)
      throws IOException {
    this.file = file;
    this.description = description;
    this.maxHolePages = options.maxHolePages();
    this.compression = options.compression();
    Path folder = file.toAbsolutePath().getParent();
    String name = "." + file.getFileName() + ".";
    if (folder == null || !Files.isDirectory(folder)) {
      throw TraceException.of(file, "cannot be written: its folder does not exist");
    }
    spoolFile = temporary(folder, name);
    try {
      partFile = temporary(folder, name);
    } catch (IOException e) {
      Files.deleteIfExists(spoolFile);
      throw e;
    }
    try {
      spool = new AccessSpool(spoolFile);
    } catch (IOException e) {
      deleteTemporaries();
      throw e;
    }
  }

  private static Path temporary(Path folder, String name) throws IOException {
    Path temporary = Files.createTempFile(folder, name, ".tmp");
    temporary.toFile().deleteOnExit(); // also when the user interrupts the program
    return temporary;
  }

  @Override
  public boolean access(int task, long page, boolean write, long gap) throws IOException {
    if (task < 0 || task >= NativeFormat.MAX_TASKS || gap < 0) {
      throw new IllegalArgumentException("task " + task + ", gap " + gap);
    }
    spool.add(task, pages.idOf(page), write, gap);
    accesses++;
    if (write) {
      writes++;
    }
    return true;
  }

  /**
   * Completes the file under its name.
   *
   * @return its header
   * @throws IOException if it cannot be written; nothing is left of it then
   */
  public TraceHeader finish() throws IOException {
    DenseLayout layout = DenseLayout.of(pages, description.keys(), maxHolePages);
    TraceHeader header =
        new TraceHeader(
            description, compression, accesses, writes, pages.size(), tasks(), layout.vmas());
    try (FileChannel out = FileChannel.open(partFile, StandardOpenOption.WRITE)) {
      writeFully(out, NativeFormat.encode(header, 0));
      spool.drain(
          (task, packed, count, longGap) -> {
            renumber(packed, count, layout);
            writeBlock(out, task, packed, count, longGap);
          });
      long fileBytes = out.position();
      out.position(0);
      writeFully(out, NativeFormat.encode(header, fileBytes));
    }
    Files.move(partFile, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    return header;
  }

  private List<TraceTask> tasks() {
    List<TraceTask> tasks = new ArrayList<>();
    for (int task = 0; task < spool.tasks(); task++) {
      tasks.add(
          new TraceTask(description.taskName(task), spool.accesses(task), spool.gapUnits(task)));
    }
    return tasks;
  }

  private static void renumber(long[] packed, int count, DenseLayout layout) {
    long rest = (1L << Access.PAGE_SHIFT) - 1;
    for (int i = 0; i < count; i++) {
      packed[i] = (layout.dense(Access.page(packed[i])) << Access.PAGE_SHIFT) | (packed[i] & rest);
    }
  }

  private void writeBlock(FileChannel out, int task, long[] packed, int count, long longGap)
      throws IOException {
    int head = NativeFormat.BLOCK_HEAD_BYTES;
    int stored = count * 8;
    ByteBuffer bytes = NativeFormat.view(block).position(head);
    if (compression == Compression.ZSTD) {
      stored = planes.encode(packed, count, block, head);
    } else {
      bytes.asLongBuffer().put(packed, 0, count);
    }
    int end = NativeFormat.padded(head + stored);
    Arrays.fill(block, head + stored, end, (byte) 0);
    bytes.clear().putInt(NativeFormat.BLOCK_MAGIC).putInt(task).putInt(count).putInt(stored);
    bytes.putLong(longGap).putInt(0).putInt(0);
    bytes.putInt(24, NativeFormat.crc(block, 0, end));
    writeFully(out, bytes.limit(end).position(0));
  }

  private static void writeFully(FileChannel out, ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      out.write(bytes);
    }
  }

  /** Deletes whatever is temporary. */
  @Override
  public void close() throws IOException {
    try {
      spool.close();
    } finally {
      deleteTemporaries();
    }
  }

  private void deleteTemporaries() throws IOException {
    Files.deleteIfExists(spoolFile);
    Files.deleteIfExists(partFile);
  }
}
