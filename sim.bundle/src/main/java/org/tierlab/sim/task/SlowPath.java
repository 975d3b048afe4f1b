package org.tierlab.sim.task;

import org.tierlab.sim.memory.AddressSpace;

/** What happens when an access meets an entry that does not let it through. */
public interface SlowPath {
  /**
   * A first touch: makes the folio present.
   *
   * @param task the task
   * @param page head page of the folio
   * @param nowPs when, the task's own time
   * @return the task's time afterwards
   */
  long minorFault(SimTask task, long page, long nowPs);

  /**
   * A PROT_NONE mark: clears it, tells its sources, perhaps migrates.
   *
   * @param task the task
   * @param page head page of the folio
   * @param write whether the access stores
   * @param nowPs when
   * @return the task's time afterwards
   */
  long hintFault(SimTask task, long page, boolean write, long nowPs);

  /**
   * A folio of a file that is not in its page cache: brings it in.
   *
   * @param task the task that reads or writes it
   * @param cache the page cache
   * @param page head page of the folio in the cache
   * @param write whether the system call overwrites it, so that storage is not read
   * @param nowPs when
   * @return the task's time afterwards
   */
  long cacheMiss(SimTask task, AddressSpace cache, long page, boolean write, long nowPs);

  /**
   * Where a folio in flight can be read until it lands.
   *
   * @param mm its address space
   * @param page its head page
   * @return its source node
   */
  int migratesFrom(AddressSpace mm, long page);

  /**
   * A migration entry.
   *
   * @param mm its address space
   * @param page head page of the folio
   * @param nowPs when
   * @return when the folio is accessible; if that is not after {@code nowPs}, its entry is restored
   */
  long migrationWait(AddressSpace mm, long page, long nowPs);

  /**
   * An access to a page in no mapping: the workload is broken, its task ends.
   *
   * @param task the task
   * @param page the page number that the workload gave
   */
  void strayAccess(SimTask task, long page);
}
