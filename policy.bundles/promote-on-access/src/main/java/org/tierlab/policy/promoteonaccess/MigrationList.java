package org.tierlab.policy.promoteonaccess;

import java.util.ArrayDeque;
import org.tierlab.api.memory.AddressSpaceView;

/**
 * A migration list, first in, first out, a record for each page: kept as runs of adjacent pages,
 * with one bit for each page that is on it.
 *
 * <p>A record of a page that is on the list already is not kept, but counted; see {@link
 * #takeDuplicates}.
 */
final class MigrationList {
  /** Adjacent pages of one process with one target. */
  record Run(AddressSpaceView mm, long first, long end, int target) {}

  private final ArrayDeque<Run> runs = new ArrayDeque<>();
  private final QueuedPages queued = new QueuedPages();
  private long pages;
  private long duplicates;

  /**
   * Appends the records of adjacent pages.
   *
   * @return how many of them are on the list already
   */
  long add(AddressSpaceView mm, long first, long end, int target) {
    long repeated = 0;
    for (long base = first & -64L; base < end; base += 64) {
      long mask = QueuedPages.inside(base, first, end);
      long fresh = queued.add(mm.id(), base, mask);
      repeated += Long.bitCount(mask & ~fresh);
      appendWord(mm, base, fresh, target);
    }
    duplicates += repeated;
    return repeated;
  }

  private void appendWord(AddressSpaceView mm, long base, long fresh, int target) {
    long rest = fresh;
    while (rest != 0) {
      int from = Long.numberOfTrailingZeros(rest);
      int length = Long.numberOfTrailingZeros(~(rest >>> from));
      append(mm, base + from, base + from + length, target);
      rest = from + length >= 64 ? 0 : rest & (-1L << (from + length));
    }
  }

  private void append(AddressSpaceView mm, long first, long end, int target) {
    pages += end - first;
    Run last = runs.peekLast();
    if (last != null && last.mm() == mm && last.end() == first && last.target() == target) {
      runs.pollLast();
      runs.add(new Run(mm, last.first(), end, target));
    } else {
      runs.add(new Run(mm, first, end, target));
    }
  }

  boolean isEmpty() {
    return runs.isEmpty();
  }

  /** Records on the list, each page once. */
  long pages() {
    return pages;
  }

  /** Runs that they are kept as. */
  int runs() {
    return runs.size();
  }

  /** The first run. */
  Run first() {
    return runs.getFirst();
  }

  /** Takes pages off the front of the first run. */
  void take(long count) {
    Run run = runs.removeFirst();
    long end = run.first() + count;
    pages -= count;
    for (long base = run.first() & -64L; base < end; base += 64) {
      queued.remove(run.mm().id(), base, QueuedPages.inside(base, run.first(), end));
    }
    if (end < run.end()) {
      runs.addFirst(new Run(run.mm(), end, run.end(), run.target()));
    }
    if (runs.isEmpty()) {
      queued.clear();
    }
  }

  /**
   * Takes the records that repeat others, which the kernel keeps behind them: when it comes to
   * them, the first has moved the page.
   *
   * @return how many
   */
  long takeDuplicates() {
    long taken = duplicates;
    duplicates = 0;
    return taken;
  }
}
