package org.tierlab.sim.ledger;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.tierlab.api.time.Counter;

/**
 * Everything that a run counts: named slots in one array, so that the state at a safe point is one
 * array copy. Written by the run's thread alone.
 */
public final class Ledger {
  private final Map<String, Integer> slots = new TreeMap<>();
  private long[] values = new long[256];
  private int size;
  private final Object lock = new Object();
  private long[] published = new long[0];
  private SortedMap<String, Integer> publishedNames = Collections.emptySortedMap();

  /**
   * Finds or makes a slot.
   *
   * @param section groups slots, for example {@code vmstat}
   * @param name unique within the section
   * @return its index
   */
  public int slot(String section, String name) {
    String key = section + '/' + name;
    Integer slot = slots.get(key);
    if (slot != null) {
      return slot;
    }
    if (size == values.length) {
      values = Arrays.copyOf(values, 2 * size);
    }
    slots.put(key, size);
    return size++;
  }

  /**
   * Adds to a slot.
   *
   * @param slot its index
   * @param n may be negative for gauges
   */
  public void add(int slot, long n) {
    values[slot] += n;
  }

  /**
   * Sets a slot.
   *
   * @param slot its index
   * @param value the new value
   */
  public void set(int slot, long value) {
    values[slot] = value;
  }

  /**
   * Reads a slot.
   *
   * @param slot its index
   * @return the value
   */
  public long get(int slot) {
    return values[slot];
  }

  /**
   * A vmstat counter.
   *
   * @param name its name
   * @return a view of its slot
   */
  public Counter counter(String name) {
    int slot = slot("vmstat", name);
    return new Counter() {
      @Override
      public void add(long n) {
        if (n < 0) {
          throw new IllegalArgumentException("counter " + name + " cannot go down by " + -n);
        }
        values[slot] += n;
      }

      @Override
      public void set(long value) {
        values[slot] = value;
      }

      @Override
      public long value() {
        return values[slot];
      }
    };
  }

  /**
   * How many slots there are.
   *
   * @return a count that only grows
   */
  public int size() {
    return size;
  }

  /**
   * A copy of all values. For the run's thread.
   *
   * @return by slot
   */
  public long[] values() {
    return Arrays.copyOf(values, size);
  }

  /**
   * The names of all slots. For the run's thread.
   *
   * @return {@code section/name} by slot
   */
  public List<String> names() {
    String[] names = new String[size];
    slots.forEach((name, slot) -> names[slot] = name);
    return List.of(names);
  }

  /** Makes the present values visible to other threads: called at every safe point. */
  public void publish() {
    synchronized (lock) {
      if (publishedNames.size() != slots.size()) {
        publishedNames = Collections.unmodifiableSortedMap(new TreeMap<>(slots));
        published = new long[size];
      }
      System.arraycopy(values, 0, published, 0, size);
    }
  }

  /**
   * The values at the last safe point. May be called from any thread.
   *
   * @return an immutable copy
   */
  public Page page() {
    synchronized (lock) {
      return new Page(publishedNames, published.clone());
    }
  }

  /** The values of a ledger at one safe point. */
  public static final class Page {
    private final SortedMap<String, Integer> names;
    private final long[] values;

    Page(SortedMap<String, Integer> names, long[] values) {
      this.names = names;
      this.values = values;
    }

    /**
     * Reads a slot.
     *
     * @param section its section
     * @param name its name
     * @return its value, 0 if there was no such slot
     */
    public long get(String section, String name) {
      Integer slot = names.get(section + '/' + name);
      return slot == null || slot >= values.length ? 0 : values[slot];
    }

    /**
     * All slots of a section.
     *
     * @param section the section
     * @return values by name, in order of name
     */
    public SortedMap<String, Long> section(String section) {
      SortedMap<String, Long> found = new TreeMap<>();
      // The character behind the slash ends what begins with the section and a slash.
      names
          .subMap(section + '/', section + '0')
          .forEach((key, slot) -> found.put(key.substring(section.length() + 1), values[slot]));
      return found;
    }
  }
}
