package org.tierlab.sim.recording;

/**
 * Is told of everything that takes simulated time beside plain accesses: called by the run's
 * thread, in the order in which things begin or are decided. Changes nothing.
 */
public interface Timeline {
  /** Tells nobody. */
  Timeline NONE = (lane, who, what, fromPs, toPs, pages) -> {};

  /** Whose time it is. */
  enum Lane {
    /** A kernel thread: scans, plans. */
    KTHREAD(1, "kernel threads"),
    /** A task in the kernel: faults, scans and migrations in its context. */
    TASK(2, "tasks in the kernel"),
    /** A batch of a migration, from isolating to the last folio's remapping. */
    BATCH(3, "migration batches"),
    /** A CPU that copies. */
    COPY(4, "copies by CPUs"),
    /** A channel of a device that copies. */
    DEVICE(5, "copies by devices");

    private final int number;
    private final String title;

    Lane(int number, String title) {
      this.number = number;
      this.title = title;
    }

    /**
     * Its place among the lanes.
     *
     * @return from 1
     */
    public int number() {
      return number;
    }

    /**
     * What to call it.
     *
     * @return in the plural
     */
    public String title() {
      return title;
    }
  }

  /**
   * Something took time.
   *
   * @param lane whose
   * @param who name of the thread, task, pair of nodes or channel
   * @param what what it did
   * @param fromPs when it began, simulated picoseconds
   * @param toPs when it ended
   * @param pages base pages concerned, 0 if that says nothing
   */
  void span(Lane lane, String who, String what, long fromPs, long toPs, long pages);

  /**
   * A folio was migrated.
   *
   * @param folioPages its size
   * @param inaccessiblePs how long nobody could access it
   */
  default void migrated(int folioPages, long inaccessiblePs) {}
}
