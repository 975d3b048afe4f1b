package org.tierlab.sim.hotness;

import java.util.ArrayList;
import java.util.List;
import org.tierlab.api.hotness.HotnessEvents;
import org.tierlab.api.policy.HotnessFeed;
import org.tierlab.sim.ledger.Ledger;

/**
 * Published events, until every policy that reads them has.
 *
 * <p>Events are numbered from 0. Blocks of them are dropped when the slowest reader has passed
 * them, or when there are too many: without readers a short history is kept for a policy that comes
 * later, with readers a long backlog is allowed, and what is dropped unread is counted.
 */
public final class HotnessStore {
  private static final int BLOCK = 4096;
  private static final int HISTORY_BLOCKS = 16;
  private static final int BACKLOG_BLOCKS = 1024;

  private final Ledger ledger;
  private final int publishedSlot;
  private final int droppedSlot;
  private final List<HotnessEvents> blocks = new ArrayList<>();
  private final List<HotnessEvents> spare = new ArrayList<>();
  private final List<Feed> feeds = new ArrayList<>();
  private long firstBlock;
  private long published;

  /**
   * Makes an empty store.
   *
   * @param ledger counts published and dropped events
   */
  public HotnessStore(Ledger ledger) {
    this.ledger = ledger;
    publishedSlot = ledger.slot("hotness", "published");
    droppedSlot = ledger.slot("hotness", "dropped_unread");
  }

  /**
   * Appends one event.
   *
   * @param events where it is
   * @param i its index there
   * @param source index of the publishing source
   */
  public void append(HotnessEvents events, int i, int source) {
    if (published % BLOCK == 0) {
      trim();
      blocks.add(spare.isEmpty() ? new HotnessEvents(BLOCK) : spare.remove(spare.size() - 1));
    }
    blocks.get(blocks.size() - 1).addFrom(events, i, source);
    published++;
    ledger.add(publishedSlot, 1);
  }

  private void trim() {
    long oldestUnread = published;
    for (Feed feed : feeds) {
      oldestUnread = Math.min(oldestUnread, feed.next);
    }
    int limit = feeds.isEmpty() ? HISTORY_BLOCKS : BACKLOG_BLOCKS;
    while (!blocks.isEmpty()) {
      long blockEnd = (firstBlock + 1) * BLOCK;
      boolean read = !feeds.isEmpty() && blockEnd <= oldestUnread;
      if (!read && blocks.size() < limit) {
        break;
      }
      recycle(blocks.remove(0));
      firstBlock++;
      for (Feed feed : feeds) {
        feed.skipTo(blockEnd);
      }
    }
  }

  private void recycle(HotnessEvents block) {
    if (spare.size() < HISTORY_BLOCKS) {
      block.clear();
      spare.add(block);
    }
  }

  /**
   * Opens a feed at the oldest event held.
   *
   * @return a new cursor
   */
  public Feed open() {
    Feed feed = new Feed(firstBlock * BLOCK);
    feeds.add(feed);
    return feed;
  }

  /**
   * Closes a feed. What it has not read stays for others.
   *
   * @param feed from {@link #open}
   */
  public void close(Feed feed) {
    feeds.remove(feed);
  }

  /** A cursor in the store. */
  public final class Feed implements HotnessFeed {
    private long next;

    Feed(long next) {
      this.next = next;
    }

    private void skipTo(long event) {
      if (next < event) {
        ledger.add(droppedSlot, event - next);
        next = event;
      }
    }

    @Override
    public int poll(HotnessEvents into, int max) {
      into.clear();
      int moved = 0;
      while (moved < max && next < published) {
        HotnessEvents block = blocks.get((int) (next / BLOCK - firstBlock));
        into.addFrom(block, (int) (next % BLOCK), block.source((int) (next % BLOCK)));
        next++;
        moved++;
      }
      return moved;
    }

    @Override
    public long pending() {
      return published - next;
    }
  }
}
