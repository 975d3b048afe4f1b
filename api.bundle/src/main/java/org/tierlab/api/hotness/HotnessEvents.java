package org.tierlab.api.hotness;

import java.util.Arrays;
import org.tierlab.api.memory.AddressSpaceView;

/**
 * Hotness events as arrays of primitives. Reusable; not thread-safe.
 *
 * <p>An event says: {@code count} accesses to each of {@code pages} pages from {@code firstPage} of
 * an mm, between {@code fromNs} and {@code toNs}, made from {@code node}, by memory that has shown
 * this pattern for {@code ageNs}. Unknown node, count and age are {@link #UNKNOWN}.
 */
public final class HotnessEvents {
  /** The value of what a mechanism cannot know. */
  public static final int UNKNOWN = -1;

  private int size;
  private int[] mms;
  private long[] firstPages;
  private long[] pages;
  private int[] counts;
  private int[] most;
  private long[] agesNs;
  private int[] nodes;
  private int[] targets;
  private int[] sources;
  private long[] fromNs;
  private long[] toNs;

  /** Makes an empty list. */
  public HotnessEvents() {
    this(64);
  }

  /**
   * Makes an empty list that takes a number of events before it grows.
   *
   * @param capacity at least 1
   */
  public HotnessEvents(int capacity) {
    mms = new int[capacity];
    firstPages = new long[capacity];
    pages = new long[capacity];
    counts = new int[capacity];
    most = new int[capacity];
    agesNs = new long[capacity];
    nodes = new int[capacity];
    targets = new int[capacity];
    sources = new int[capacity];
    fromNs = new long[capacity];
    toNs = new long[capacity];
  }

  /** Empties the list. */
  public void clear() {
    size = 0;
  }

  /**
   * Appends an event.
   *
   * @param mm the address space
   * @param firstPage first dense page number
   * @param pageCount number of pages, at least 1
   * @param count accesses seen per page, or {@link #UNKNOWN}; 0 says that the pages were watched
   *     and not accessed
   * @param ageNs how long the pattern has lasted, or {@link #UNKNOWN}
   * @param node the accessing node, or {@link #UNKNOWN}
   * @param targetHint where the mechanism would put the pages, or {@link #UNKNOWN}
   * @param from start of the interval of the accesses, nanoseconds
   * @param to its end; equal to {@code from} for an exact time
   */
  public void add(
      AddressSpaceView mm,
      long firstPage,
      long pageCount,
      int count,
      long ageNs,
      int node,
      int targetHint,
      long from,
      long to) {
    append(mm.id(), firstPage, pageCount, count, ageNs, node, targetHint, UNKNOWN, from, to);
  }

  /**
   * Says of the event appended last how many accesses could have been counted.
   *
   * @param samples the greatest possible count
   */
  public void outOf(int samples) {
    most[size - 1] = samples;
  }

  private void append(
      int mm,
      long firstPage,
      long pageCount,
      int count,
      long ageNs,
      int node,
      int targetHint,
      int source,
      long from,
      long to) {
    if (size == mms.length) {
      grow(2 * size);
    }
    mms[size] = mm;
    firstPages[size] = firstPage;
    pages[size] = pageCount;
    counts[size] = count;
    most[size] = UNKNOWN;
    agesNs[size] = ageNs;
    nodes[size] = node;
    targets[size] = targetHint;
    sources[size] = source;
    fromNs[size] = from;
    toNs[size++] = to;
  }

  /**
   * Appends an event of another list.
   *
   * @param other the list to copy from
   * @param i index in it
   * @param source the publishing source's index in the run, or {@link #UNKNOWN}
   */
  public void addFrom(HotnessEvents other, int i, int source) {
    append(
        other.mms[i],
        other.firstPages[i],
        other.pages[i],
        other.counts[i],
        other.agesNs[i],
        other.nodes[i],
        other.targets[i],
        source,
        other.fromNs[i],
        other.toNs[i]);
    most[size - 1] = other.most[i];
  }

  private void grow(int capacity) {
    mms = Arrays.copyOf(mms, capacity);
    firstPages = Arrays.copyOf(firstPages, capacity);
    pages = Arrays.copyOf(pages, capacity);
    counts = Arrays.copyOf(counts, capacity);
    most = Arrays.copyOf(most, capacity);
    agesNs = Arrays.copyOf(agesNs, capacity);
    nodes = Arrays.copyOf(nodes, capacity);
    targets = Arrays.copyOf(targets, capacity);
    sources = Arrays.copyOf(sources, capacity);
    fromNs = Arrays.copyOf(fromNs, capacity);
    toNs = Arrays.copyOf(toNs, capacity);
  }

  /**
   * The number of events.
   *
   * @return events in the list
   */
  public int size() {
    return size;
  }

  /**
   * The address space of an event.
   *
   * @param i index
   * @return the mm's id
   */
  public int mm(int i) {
    return mms[i];
  }

  /**
   * The first page of an event.
   *
   * @param i index
   * @return a dense page number
   */
  public long firstPage(int i) {
    return firstPages[i];
  }

  /**
   * The length of an event's range.
   *
   * @param i index
   * @return pages
   */
  public long pages(int i) {
    return pages[i];
  }

  /**
   * Accesses seen per page.
   *
   * @param i index
   * @return a count, or {@link #UNKNOWN}
   */
  public int count(int i) {
    return counts[i];
  }

  /**
   * The greatest count that there could have been, for a mechanism that samples.
   *
   * @param i index
   * @return the number of samples, or {@link #UNKNOWN}
   */
  public int most(int i) {
    return most[i];
  }

  /**
   * How long the pattern has lasted.
   *
   * @param i index
   * @return nanoseconds, or {@link #UNKNOWN}
   */
  public long ageNs(int i) {
    return agesNs[i];
  }

  /**
   * The accessing node.
   *
   * @param i index
   * @return a node, or {@link #UNKNOWN}
   */
  public int node(int i) {
    return nodes[i];
  }

  /**
   * Where the mechanism would put the pages.
   *
   * @param i index
   * @return a node, or {@link #UNKNOWN}
   */
  public int targetHint(int i) {
    return targets[i];
  }

  /**
   * The publishing source.
   *
   * @param i index
   * @return its index in the run, in order of attachment, or {@link #UNKNOWN} before publication
   */
  public int source(int i) {
    return sources[i];
  }

  /**
   * Start of the interval of the accesses.
   *
   * @param i index
   * @return simulated nanoseconds
   */
  public long fromNs(int i) {
    return fromNs[i];
  }

  /**
   * End of the interval of the accesses.
   *
   * @param i index
   * @return simulated nanoseconds
   */
  public long toNs(int i) {
    return toNs[i];
  }
}
