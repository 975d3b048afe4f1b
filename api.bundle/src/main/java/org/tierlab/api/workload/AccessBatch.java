package org.tierlab.api.workload;

/**
 * A run of accesses of one task, packed as {@link Access}. Reusable; not thread-safe.
 *
 * <p>A generator either adds accesses one by one or lends an array of its own with {@link #wrap}; a
 * lent array is only read, and only until the next fill.
 */
public final class AccessBatch {
  private final long[] own;
  private long[] accesses;
  private int from;
  private int to;
  private double gapUnitNs = 1;

  /**
   * Makes an empty batch.
   *
   * @param capacity how many accesses can be added
   */
  public AccessBatch(int capacity) {
    own = new long[capacity];
    accesses = own;
  }

  /** Empties the batch and returns a lent array. The gap unit stays. */
  public void clear() {
    accesses = own;
    from = 0;
    to = 0;
  }

  /**
   * How many accesses can still be added.
   *
   * @return free places
   */
  public int room() {
    return own.length - to;
  }

  /**
   * Appends an access.
   *
   * @param access packed as {@link Access}
   */
  public void add(long access) {
    own[to++] = access;
  }

  /**
   * Lends a range of an array instead of adding accesses.
   *
   * @param array packed accesses
   * @param start first index
   * @param end index after the last
   */
  public void wrap(long[] array, int start, int end) {
    if (start < 0 || end < start || end > array.length) {
      throw new IndexOutOfBoundsException("range " + start + "…" + end + " of " + array.length);
    }
    accesses = array;
    from = start;
    to = end;
  }

  /**
   * Sets what one unit of a gap is worth. It holds for the whole batch and for later ones until it
   * is set again.
   *
   * @param ns nanoseconds of CPU time, not negative
   */
  public void gapUnitNs(double ns) {
    if (!(ns >= 0 && ns < 1e12)) {
      throw new IllegalArgumentException("gap unit of " + ns + " ns");
    }
    gapUnitNs = ns;
  }

  /**
   * What one unit of a gap is worth.
   *
   * @return nanoseconds
   */
  public double gapUnitNs() {
    return gapUnitNs;
  }

  /**
   * The array that holds the accesses.
   *
   * @return packed accesses, from {@link #from()} to {@link #to()}
   */
  public long[] accesses() {
    return accesses;
  }

  /**
   * First index.
   *
   * @return index in {@link #accesses()}
   */
  public int from() {
    return from;
  }

  /**
   * Index after the last.
   *
   * @return index in {@link #accesses()}
   */
  public int to() {
    return to;
  }
}
