package org.tierlab.policy.cache;

import java.util.BitSet;

/**
 * CLOCK (Corbató, "A paging experiment with the Multics system", 1968): entries stand in a circle,
 * an access sets an entry's reference bit, and the hand gives up the first entry whose bit is
 * clear, clearing those that it passes. A new entry takes the place behind the hand, with its bit
 * clear, as in cache simulators.
 *
 * <p>The circle is a queue that begins at the hand: passing an entry appends it again.
 */
public final class ClockReplacement implements Replacement {
  private final EntryQueue circle = new EntryQueue();
  private final BitSet referenced = new BitSet();

  /** Makes it empty. */
  public ClockReplacement() {}

  @Override
  public void hit(int entry) {
    referenced.set(entry);
  }

  @Override
  public void insert(int entry) {
    referenced.clear(entry);
    circle.append(entry);
  }

  @Override
  public int evict() {
    int hand = circle.first();
    while (hand != EntryQueue.NONE && referenced.get(hand)) {
      referenced.clear(hand);
      circle.remove(hand);
      circle.append(hand);
      hand = circle.first();
    }
    if (hand != EntryQueue.NONE) {
      circle.remove(hand);
    }
    return hand;
  }

  @Override
  public void remove(int entry) {
    circle.remove(entry);
  }
}
