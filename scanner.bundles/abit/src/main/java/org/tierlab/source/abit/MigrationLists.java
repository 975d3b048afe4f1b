package org.tierlab.source.abit;

import org.tierlab.api.Counts;
import org.tierlab.api.RunContext;
import org.tierlab.api.time.Counter;
import org.tierlab.api.time.Kthread;

/**
 * What the scanner knows of the lists that its migrator empties: how many records went on them and
 * how many came off. One list for all processes until V1, one each from V2 on; each has its lock.
 */
@Counts(
    counter = "<scanner>_list_taken",
    unit = "records",
    about = "Taken off the lists.",
    source = "model")
@Counts(
    counter = "<scanner>_list_pages",
    unit = "records",
    about = "On the lists now.",
    source = "model")
final class MigrationLists {
  /** How often a synchronous scanner looks whether its migration is over (assumed: a tick). */
  static final long POLL_NS = 1_000_000L;

  /** After so long without progress it goes on: nobody migrates, or somebody hangs (assumed). */
  static final long PATIENCE_NS = 100_000_000L;

  private final ScannerVersion version;
  private final boolean waits;
  private final Counter taken;
  private final Counter listPages;
  private long added;
  private long givenUp;
  private long takenBefore;
  private long progressNs;
  private boolean inVain;

  MigrationLists(RunContext context, ScannerVersion version, boolean waits) {
    this.version = version;
    this.waits = waits;
    taken = context.counter(version.threadName() + "_list_taken");
    listPages = context.counter(version.threadName() + "_list_pages");
    givenUp = -taken.value();
  }

  void added(long records) {
    added += records;
  }

  /** Whether the migrator is at work on the list that takes a process's records. */
  boolean contended(Slot slot) {
    if (waits) {
      return false;
    }
    return (version.perMmLists() ? slot.listPages : listPages).value() > 0;
  }

  private long waiting() {
    return added - givenUp - taken.value();
  }

  /**
   * Waits until the list is empty, as V0, which migrates in the scanner. Who has once waited for
   * nothing does not wait again before somebody takes something.
   *
   * @param thread the scanner
   * @param then what it does next
   */
  void await(Kthread thread, Runnable then) {
    inVain &= taken.value() == takenBefore;
    if (inVain) {
      givenUp += waiting();
    }
    takenBefore = taken.value();
    progressNs = thread.nowNs();
    look(thread, then);
  }

  private void look(Kthread thread, Runnable then) {
    if (taken.value() > takenBefore) {
      takenBefore = taken.value();
      progressNs = thread.nowNs();
    }
    if (waiting() > 0 && thread.nowNs() - progressNs >= PATIENCE_NS) {
      givenUp += waiting();
      inVain = true;
    }
    if (waiting() > 0) {
      thread.after(POLL_NS, () -> look(thread, then));
    } else {
      then.run();
    }
  }
}
