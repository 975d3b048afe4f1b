package org.tierlab.workload.trace.format;

import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A trace of any format, recognised by its content and open for one pass over its accesses. */
public final class TraceFile implements AutoCloseable {
  private static final int PEEKED_BYTES = 64 * OracleGeneralDecoder.RECORD_BYTES;

  private final Path file;
  private final TraceInput in;
  private final TraceFormat format;
  private final ImportOptions options;
  private final ReadProgress progress;
  private final @Nullable NativeTrace nativeTrace;

  private TraceFile(Path file, TraceInput in, ImportOptions options, ReadProgress progress)
      throws IOException {
    this.file = file;
    this.in = in;
    this.options = options;
    this.progress = progress;
    this.format = options.format() == TraceFormat.AUTO ? recognise() : options.format();
    this.nativeTrace = format == TraceFormat.NATIVE ? NativeTrace.open(file) : null;
  }

  /**
   * Opens a trace, plain or compressed with gzip or zstd.
   *
   * @param file the trace
   * @param options its format, if it is not to be recognised, and how to read it
   * @param progress is told of what is read
   * @return the trace before its first access
   * @throws IOException if it cannot be read or is not recognised
   */
  public static TraceFile open(Path file, ImportOptions options, ReadProgress progress)
      throws IOException {
    TraceInput in = TraceInput.open(file, progress);
    try {
      return new TraceFile(file, in, options, progress);
    } catch (IOException | RuntimeException e) {
      in.close();
      throw e;
    }
  }

  private TraceFormat recognise() throws IOException {
    byte[] head = in.peek(PEEKED_BYTES);
    if (head.length == 0) {
      throw TraceException.of(file, "is empty, expected a trace");
    }
    if (NativeFormat.recognises(head)) {
      if (!in.compression().isEmpty()) {
        throw TraceException.of(
            file, "is a native trace inside " + in.compression() + ", expected it plain");
      }
      return TraceFormat.NATIVE;
    }
    TraceFormat text = recogniseText(head);
    if (text != TraceFormat.AUTO) {
      return text;
    }
    if (OracleGeneralDecoder.recognises(head)) {
      return TraceFormat.ORACLE_GENERAL;
    }
    throw TraceException.of(
        file,
        "is not recognised by its content, expected one of native, lackey, pages, oracle-general"
            + " or to be told its format");
  }

  /** Judges the first line that is not a remark of valgrind. */
  private static TraceFormat recogniseText(byte[] head) {
    int at = 0;
    while (at + 1 < head.length && head[at] == head[at + 1] && isBanner(head[at])) {
      while (at < head.length && head[at] != '\n') {
        at++;
      }
      at++;
    }
    if (at > 0) {
      return TraceFormat.LACKEY;
    }
    boolean fetch = head.length > 2 && head[0] == 'I' && head[1] == ' ';
    boolean data =
        head.length > 2 && head[0] == ' ' && "LSM".indexOf(head[1]) >= 0 && head[2] == ' ';
    if (fetch || data) {
      return TraceFormat.LACKEY;
    }
    int space = 0;
    while (space < head.length && Character.digit(head[space], 16) >= 0) {
      space++;
    }
    boolean kind =
        space > 0
            && space + 2 < head.length
            && head[space] == ' '
            && "rwm".indexOf(head[space + 1]) >= 0
            && head[space + 2] == ' ';
    return kind ? TraceFormat.PAGES : TraceFormat.AUTO;
  }

  private static boolean isBanner(byte first) {
    return first == '=' || first == '-';
  }

  /**
   * What it is.
   *
   * @return never {@link TraceFormat#AUTO}
   */
  public TraceFormat format() {
    return format;
  }

  /**
   * How it is compressed.
   *
   * @return {@code gzip}, {@code zstd} or empty
   */
  public String compression() {
    return in.compression();
  }

  /**
   * The header, which only a native trace has.
   *
   * @return the header or null
   */
  public @Nullable TraceHeader header() {
    return nativeTrace == null ? null : nativeTrace.header();
  }

  /**
   * What its accesses are.
   *
   * @return as recorded, or as the format has it
   */
  public TraceDescription description() {
    return nativeTrace != null
        ? nativeTrace.header().description()
        : decoder().describe(sourceName(file), options);
  }

  /** The file's name without folders and endings. */
  static String sourceName(Path file) {
    String name = String.valueOf(file.getFileName());
    int dot = name.indexOf('.', 1);
    return dot > 0 ? name.substring(0, dot) : name;
  }

  /**
   * Reads the accesses, once.
   *
   * @param sink takes them until it has enough
   * @throws IOException if the trace is damaged
   */
  public void decode(AccessSink sink) throws IOException {
    if (nativeTrace != null) {
      nativeTrace.decode(sink, progress);
    } else {
      decoder().decode(in, options, sink);
    }
  }

  private TraceDecoder decoder() {
    return switch (format) {
      case LACKEY -> new LackeyDecoder();
      case PAGES -> new PagesDecoder();
      case ORACLE_GENERAL -> new OracleGeneralDecoder();
      case NATIVE, AUTO -> throw new IllegalStateException(format.word());
    };
  }

  @Override
  public void close() throws IOException {
    try (in) {
      if (nativeTrace != null) {
        nativeTrace.close();
      }
    }
  }
}
