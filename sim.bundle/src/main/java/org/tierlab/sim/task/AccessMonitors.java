package org.tierlab.sim.task;

import org.tierlab.sim.law.DrawnLaw;
import org.tierlab.sim.memory.AddressSpace;

/**
 * All who watch the accesses of tasks: counters in CPUs, monitors in memory devices, bounds that
 * see every access, the recording.
 */
public interface AccessMonitors {
  /**
   * How many accesses a task may make before somebody wants to look or may move pages.
   *
   * @param task a task
   * @return at least 1; {@link Long#MAX_VALUE} if nobody samples
   */
  long untilNext(SimTask task);

  /**
   * Whether it is enough to be told of several blocks of a task at once, because nobody's time
   * depends on them.
   *
   * @return the same until other monitors take over
   */
  boolean takesBlocksTogether();

  /**
   * Accesses were served.
   *
   * @param task who made them
   * @param accesses packed
   * @param from index of the first
   * @param to index after the last; at most {@link #untilNext} of them
   * @param nowPs the task's time after the last of them
   * @return its time after the interrupts that they caused
   */
  long served(SimTask task, long[] accesses, int from, int to, long nowPs);

  /**
   * Accesses of a task were drawn, at most as many as {@link #untilNext} said.
   *
   * @param task who made them
   * @param law what served them just now
   * @param last the last of them, packed; any other if that is before the next sample
   * @param count how many
   * @param nowPs the task's time after the last
   * @return its time after the interrupts that they caused
   */
  long drawn(SimTask task, DrawnLaw law, long last, long count, long nowPs);

  /**
   * A system call has read or written a page of a file's page cache: a device serves all its cache
   * lines; a CPU's counter can tag the first, the rest is prefetched.
   *
   * @param task who made the call
   * @param cache the page cache
   * @param page a page of it
   * @param node the node that served it
   * @param write whether it was written
   * @param nowPs the task's time after the call
   * @return its time after the interrupts that it caused
   */
  long servedFile(SimTask task, AddressSpace cache, long page, int node, boolean write, long nowPs);
}
