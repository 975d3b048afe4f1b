package org.tierlab.workload.trace.format;

import com.github.luben.zstd.ZstdInputStream;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/**
 * The decompressed content of a file, by lines or by records of fixed length, without an object for
 * each. Gzip and zstd are recognised by their magic numbers.
 *
 * <p>Not thread-safe.
 */
final class TraceInput implements AutoCloseable {
  /** Bytes held at once; no line may be longer. */
  static final int BUFFER_BYTES = 1 << 18;

  private static final int SHOWN_BYTES = 40;

  private final Path file;
  private final InputStream content;
  private final StoredBytes stored;
  private final String compression;
  private final byte[] buffer = new byte[BUFFER_BYTES];
  private long discarded;
  private int position;
  private int limit;
  private boolean ended;
  private long line;
  private int start;
  private int end;

  private TraceInput(Path file, StoredBytes stored, InputStream content, String compression) {
    this.file = file;
    this.stored = stored;
    this.content = content;
    this.compression = compression;
  }

  static TraceInput open(Path file, ReadProgress progress) throws IOException {
    InputStream raw;
    long total;
    try {
      if (Files.isDirectory(file)) {
        throw TraceException.of(file, "is a directory, expected a trace");
      }
      total = Files.size(file);
      raw = Files.newInputStream(file);
    } catch (NoSuchFileException e) {
      throw TraceException.of(file, "no such file, expected a trace");
    }
    try {
      StoredBytes stored = new StoredBytes(raw, progress, total);
      PushbackInputStream head = new PushbackInputStream(stored, 4);
      byte[] magic = head.readNBytes(4);
      head.unread(magic);
      if (startsWith(magic, 0x1F, 0x8B)) {
        return new TraceInput(file, stored, new GZIPInputStream(head, 1 << 16), "gzip");
      }
      if (startsWith(magic, 0x28, 0xB5, 0x2F, 0xFD)) {
        return new TraceInput(file, stored, new ZstdInputStream(head), "zstd");
      }
      return new TraceInput(file, stored, head, "");
    } catch (EOFException e) {
      raw.close();
      throw TraceException.atByte(
          file, total, "gzip data ends inside its header, expected the rest of the file", e);
    } catch (IOException | RuntimeException | Error e) {
      raw.close();
      throw e;
    }
  }

  private static boolean startsWith(byte[] magic, int... expected) {
    if (magic.length < expected.length) {
      return false;
    }
    for (int i = 0; i < expected.length; i++) {
      if ((magic[i] & 0xFF) != expected[i]) {
        return false;
      }
    }
    return true;
  }

  Path file() {
    return file;
  }

  /** How the file is compressed: gzip, zstd or empty. */
  String compression() {
    return compression;
  }

  /** The first bytes of the content, which remain to be read. */
  byte[] peek(int bytes) throws IOException {
    while (limit < bytes && !ended) {
      refill(false);
    }
    return Arrays.copyOf(buffer, Math.min(bytes, limit));
  }

  /** Where the present line or record lies. */
  byte[] bytes() {
    return buffer;
  }

  /** First index of the present line or record. */
  int start() {
    return start;
  }

  /** Index after the present line (without its end) or record. */
  int end() {
    return end;
  }

  /** Goes to the next line; false after the last, which may lack its line end. */
  boolean nextLine() throws IOException {
    int at = position;
    while (true) {
      while (at < limit && buffer[at] != '\n') {
        at++;
      }
      if (at < limit || ended) {
        break;
      }
      int searched = at - position;
      if (searched == BUFFER_BYTES) {
        line++;
        throw problem("line longer than " + BUFFER_BYTES + " bytes, expected a text trace", null);
      }
      refill(true);
      at = position + searched;
    }
    if (at == limit && position == limit) {
      return false;
    }
    line++;
    start = position;
    end = at > start && buffer[at - 1] == '\r' ? at - 1 : at;
    position = Math.min(at + 1, limit);
    return true;
  }

  /** Goes to the next record of a fixed length; false after the last. */
  boolean nextRecord(int length) throws IOException {
    while (limit - position < length && !ended) {
      refill(false);
    }
    if (position == limit) {
      return false;
    }
    start = position;
    end = position + length;
    if (end > limit) {
      throw TraceException.atByte(
          file,
          discarded + start,
          "the last record has %d bytes, expected %d".formatted(limit - start, length),
          null);
    }
    position = end;
    return true;
  }

  /** The present line cannot be understood. */
  TraceException badLine(String expected) {
    int shown = Math.min(end, start + SHOWN_BYTES);
    StringBuilder text = new StringBuilder();
    for (char c :
        new String(buffer, start, shown - start, StandardCharsets.ISO_8859_1).toCharArray()) {
      text.append(c >= ' ' && c <= '~' ? c : '?');
    }
    String more = shown < end ? "…" : "";
    return TraceException.atLine(file, line, "'" + text + more + "', expected " + expected, null);
  }

  /** The present record cannot be true. */
  TraceException badRecord(String problem) {
    return TraceException.atByte(file, discarded + start, problem, null);
  }

  private void refill(boolean lines) throws IOException {
    if (position > 0) {
      System.arraycopy(buffer, position, buffer, 0, limit - position);
      discarded += position;
      limit -= position;
      position = 0;
    }
    try {
      int read = content.read(buffer, limit, BUFFER_BYTES - limit);
      ended = read < 0;
      limit += Math.max(read, 0);
    } catch (IOException e) {
      if (lines) {
        line++;
      }
      throw problem(unreadable(e), e);
    }
  }

  private String unreadable(IOException e) {
    if (compression.isEmpty()) {
      return "cannot be read: " + e.getMessage();
    }
    boolean cut = stored.ended && !(e instanceof java.util.zip.ZipException);
    return cut
        ? "%s data ends early at byte %d of the file, expected the rest of it"
            .formatted(compression, stored.read)
        : "%s data is damaged before byte %d of the file: %s"
            .formatted(compression, stored.read, e.getMessage());
  }

  private TraceException problem(String problem, @Nullable Throwable cause) {
    return line > 0
        ? TraceException.atLine(file, line, problem, cause)
        : TraceException.atByte(file, discarded + limit, problem, cause);
  }

  @Override
  public void close() throws IOException {
    content.close();
  }

  /** Counts what is read from the disk. */
  private static final class StoredBytes extends FilterInputStream {
    private final ReadProgress progress;
    private final long total;
    private long read;
    private boolean ended;

    StoredBytes(InputStream in, ReadProgress progress, long total) {
      super(in);
      this.progress = progress;
      this.total = total;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      int got = super.read(bytes, offset, length);
      if (got < 0) {
        ended = true;
      } else {
        read += got;
        progress.read(read, total);
      }
      return got;
    }
  }
}
