package org.tierlab.sim.memory;

/**
 * The mmap lock of an address space, as far as somebody holds it for writing: the interval of the
 * last hold. Who holds it for reading disturbs nobody here, and is not kept.
 *
 * <p>Tasks run one after another within a step, so that a task may come by at a time before the
 * hold began: it does not wait. A task that has run before the holder in the same step and faulted
 * at a time inside the interval has not waited; holds of more than a step make that small.
 */
public final class MmapLock {
  private long fromPs;
  private long toPs;

  /** Makes a lock that nobody holds. */
  public MmapLock() {}

  /**
   * Records a hold for writing.
   *
   * @param newFromPs when it begins
   * @param newToPs when it ends
   */
  public void hold(long newFromPs, long newToPs) {
    fromPs = newFromPs;
    toPs = newToPs;
  }

  /**
   * When the lock can be had.
   *
   * @param nowPs by somebody who asks now
   * @return the same time, or the end of the hold that it falls into
   */
  public long freeAt(long nowPs) {
    return nowPs >= fromPs && nowPs < toPs ? toPs : nowPs;
  }
}
