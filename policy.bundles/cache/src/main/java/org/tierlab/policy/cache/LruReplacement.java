package org.tierlab.policy.cache;

/** Least recently used: an access makes an entry the last to go. Exact. */
public final class LruReplacement implements Replacement {
  private final EntryQueue queue = new EntryQueue();

  /** Makes it empty. */
  public LruReplacement() {}

  @Override
  public void hit(int entry) {
    queue.remove(entry);
    queue.append(entry);
  }

  @Override
  public void insert(int entry) {
    queue.append(entry);
  }

  @Override
  public int evict() {
    int oldest = queue.first();
    if (oldest != EntryQueue.NONE) {
      queue.remove(oldest);
    }
    return oldest;
  }

  @Override
  public void remove(int entry) {
    queue.remove(entry);
  }
}
