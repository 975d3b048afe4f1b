package org.tierlab.workload.trace.format;

import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A trace that cannot be read: one line with file, place and what was expected there. */
public final class TraceException extends IOException {
  private static final long serialVersionUID = 1L;

  private final String file;
  private final long line;
  private final long offset;

  private TraceException(
      Path file, String place, String problem, long line, long offset, @Nullable Throwable cause) {
    super(file + ": " + place + problem, cause);
    this.file = file.toString();
    this.line = line;
    this.offset = offset;
  }

  /**
   * A problem of the file as a whole.
   *
   * @param file the trace
   * @param problem what is wrong and what was expected
   * @return an exception
   */
  public static TraceException of(Path file, String problem) {
    return new TraceException(file, "", problem, -1, -1, null);
  }

  static TraceException atLine(Path file, long line, String problem, @Nullable Throwable cause) {
    return new TraceException(file, "line " + line + ": ", problem, line, -1, cause);
  }

  static TraceException atByte(Path file, long offset, String problem, @Nullable Throwable cause) {
    return new TraceException(file, "byte " + offset + ": ", problem, -1, offset, cause);
  }

  /**
   * The trace.
   *
   * @return its path
   */
  public String file() {
    return file;
  }

  /**
   * Where a text is damaged.
   *
   * @return line from 1, or −1
   */
  public long line() {
    return line;
  }

  /**
   * Where a binary is damaged.
   *
   * @return offset from 0 in the decompressed content, or −1
   */
  public long offset() {
    return offset;
  }
}
