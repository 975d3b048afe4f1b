package org.tierlab.workload.trace.format;

/**
 * How a foreign trace is read and written.
 *
 * @param format what it is, or {@link TraceFormat#AUTO}
 * @param fetches whether instruction fetches are accesses too (lackey)
 * @param nsPerInstruction time of an instruction, where gaps count instructions
 * @param maxHolePages ranges of touched pages with at most so many untouched ones between them
 *     become one VMA
 * @param compression of the written file
 */
public record ImportOptions(
    TraceFormat format,
    Fetches fetches,
    double nsPerInstruction,
    int maxHolePages,
    Compression compression) {

  /** Untouched pages bridged by default: 64 KiB, the kernel's fault-around window (published). */
  public static final int DEFAULT_MAX_HOLE_PAGES = 16;

  /** What to do with instruction fetches. */
  public enum Fetches {
    /** They count as time only. */
    IGNORED,
    /** Each is a read of its page. */
    INCLUDED
  }

  /** How accesses are stored. */
  public enum Compression {
    /** Eight bytes an access. */
    NONE,
    /** Blocks compressed with zstd. */
    ZSTD
  }

  /** Checks the numbers. */
  public ImportOptions {
    if (!(nsPerInstruction > 0 && nsPerInstruction < 1e12)) {
      throw new IllegalArgumentException(
          nsPerInstruction + " ns an instruction, expected more than 0 and less than 1e12");
    }
    if (maxHolePages < 0) {
      throw new IllegalArgumentException("holes of " + maxHolePages + " pages, expected 0 or more");
    }
  }

  /**
   * Recognise the format, data accesses only, not compressed.
   *
   * @return the defaults
   */
  public static ImportOptions defaults() {
    return new ImportOptions(
        TraceFormat.AUTO,
        Fetches.IGNORED,
        TraceDescription.NS_PER_INSTRUCTION,
        DEFAULT_MAX_HOLE_PAGES,
        Compression.NONE);
  }

  /**
   * The same for another format.
   *
   * @param other a format
   * @return a copy
   */
  public ImportOptions withFormat(TraceFormat other) {
    return new ImportOptions(other, fetches, nsPerInstruction, maxHolePages, compression);
  }

  /**
   * The same with other fetches.
   *
   * @param other what to do with fetches
   * @return a copy
   */
  public ImportOptions withFetches(Fetches other) {
    return new ImportOptions(format, other, nsPerInstruction, maxHolePages, compression);
  }

  /**
   * The same with another compression.
   *
   * @param other a compression
   * @return a copy
   */
  public ImportOptions withCompression(Compression other) {
    return new ImportOptions(format, fetches, nsPerInstruction, maxHolePages, other);
  }
}
