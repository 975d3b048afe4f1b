package org.tierlab.api.time;

import org.osgi.annotation.versioning.ProviderType;

/**
 * A kernel thread of the plug-in, such as {@code kmmscand} or {@code kdamond}.
 *
 * <p>It takes an idle CPU if there is one, and otherwise slows down a task. It has at most one
 * pending piece of work; the work runs when its time has come and the thread has finished what it
 * was charged for. All methods are called from inside plug-in calls of the same run.
 */
@ProviderType
public interface Kthread {
  /**
   * The thread's name: the payer of the CPU time it is charged.
   *
   * @return the name
   */
  String name();

  /**
   * Schedules work, in place of any pending work.
   *
   * @param delayNs sleep before it, in nanoseconds from {@link #nowNs()}; 0 continues as soon as
   *     the CPU time charged so far has passed
   * @param work what to run
   */
  void after(long delayNs, Runnable work);

  /** Drops the pending work, if any. */
  void cancel();

  /**
   * Whether work is pending or a migration that this thread waits for is under way.
   *
   * @return true if the thread will run again without a new {@link #after}
   */
  boolean pending();

  /**
   * Charges CPU time to this thread; its time moves on by as much.
   *
   * @param ns nanoseconds, not negative
   */
  void charge(double ns);

  /**
   * Charges pieces of work, one after the other, until the slice is used: what {@link #charge} and
   * {@link #sliceUsed} do in turns. At least the first is charged.
   *
   * @param ns nanoseconds each, not negative
   * @param from index of the first
   * @param to index behind the last
   * @return index behind the last that was charged
   */
  default int charge(double[] ns, int from, int to) {
    for (int i = from; i < to; i++) {
      charge(ns[i]);
      if (sliceUsed()) {
        return i + 1;
      }
    }
    return to;
  }

  /**
   * The thread's own time: the start of its present work plus what was charged since.
   *
   * @return simulated nanoseconds
   */
  long nowNs();

  /**
   * Whether the present work has used up its slice and should continue with {@code after(0, …)}.
   *
   * @return true once the slice is used
   */
  boolean sliceUsed();
}
