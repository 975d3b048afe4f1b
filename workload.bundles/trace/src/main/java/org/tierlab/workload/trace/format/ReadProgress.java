package org.tierlab.workload.trace.format;

/** Is told how far the reading of a file has come, every few hundred kilobytes. */
@FunctionalInterface
public interface ReadProgress {
  /** Tells nobody. */
  ReadProgress NONE = (readBytes, totalBytes) -> {};

  /**
   * More was read.
   *
   * @param readBytes so far, as stored (compressed)
   * @param totalBytes the file's length
   */
  void read(long readBytes, long totalBytes);
}
