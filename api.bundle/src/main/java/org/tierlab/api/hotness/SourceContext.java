package org.tierlab.api.hotness;

import org.osgi.annotation.versioning.ProviderType;
import org.tierlab.api.RunContext;
import org.tierlab.api.memory.AddressSpaceView;
import org.tierlab.api.memory.PageTableWriter;
import org.tierlab.api.time.TaskView;
import org.tierlab.api.time.TaskWork;

/** What the core offers to an attached hotness source. */
@ProviderType
public interface SourceContext extends RunContext {
  /**
   * The page table of an mm, to scan and to mark. Marks belong to this source.
   *
   * @param mm an address space that has not exited
   * @return its planes
   */
  PageTableWriter pageTable(AddressSpaceView mm);

  /**
   * Tries to take an mm's mmap lock for reading, as walkers of other processes do ({@code
   * mmap_read_trylock()}). It need not be given back.
   *
   * @param mm an address space that has not exited
   * @param atNs the time of whoever tries
   * @return false if somebody holds the lock for writing then
   */
  boolean mmapReadTrylock(AddressSpaceView mm, long atNs);

  /**
   * Publishes events: appends them to the hotness store, where policies find them. The list may be
   * reused at once.
   *
   * @param events what was observed
   * @throws IllegalArgumentException if an event is nonsense (page out of range, negative count, an
   *     end before its start, an unknown mm or node); nothing is published then, and the source is
   *     quarantined
   */
  void publish(HotnessEvents events);

  /**
   * Registers the handler for hint faults on this source's marks.
   *
   * @param handler called in the faulting task
   */
  void onHintFault(HintFaultHandler handler);

  /**
   * Registers work driven by the tasks' CPU time. It is first called for each task, present and
   * future, when the task next returns to user mode, and before its time when the task has come to
   * another node.
   *
   * @param work called in task context
   */
  void onTaskClock(TaskWork work);

  /**
   * Brings this source's work of {@link #onTaskClock} forward for a task, as when a fault shortens
   * its scan period. Work that runs just now is not affected: what it returns counts.
   *
   * @param task a task of the run
   * @param cpuNs CPU time of the task, in nanoseconds, at which the work runs at the latest
   */
  void taskDue(TaskView task, long cpuNs);

  /**
   * Samples the accesses of all tasks, present and future.
   *
   * @param sampler one for a source; a second call replaces the first
   */
  void onSample(AccessSampler sampler);

  /**
   * Watches the accesses that a node serves.
   *
   * @param node a node
   * @param monitor told of them in batches; one for a node and source, a second call replaces the
   *     first
   * @throws IllegalArgumentException if there is no such node
   */
  void onDeviceAccess(int node, DeviceMonitor monitor);

  /**
   * Hears what policies do with what this source publishes.
   *
   * @param feedback one for a source; a second call replaces the first
   */
  void onFeedback(PolicyFeedback feedback);

  /**
   * Costs of page-table work on this machine.
   *
   * @return constants, in nanoseconds
   */
  WalkCosts walkCosts();
}
