package org.tierlab.policy.cache;

/** In which order a cache gives its entries up. Entries are numbers from 0. */
public interface Replacement {
  /**
   * An entry that is in the cache was accessed.
   *
   * @param entry which
   */
  void hit(int entry);

  /**
   * An entry comes into the cache.
   *
   * @param entry one that is not in it
   */
  void insert(int entry);

  /**
   * Chooses the entry to give up, and takes it out.
   *
   * @return an entry, −1 if the cache is empty
   */
  int evict();

  /**
   * Takes an entry out.
   *
   * @param entry one that is in the cache
   */
  void remove(int entry);
}
