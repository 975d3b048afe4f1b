package org.tierlab.api.workload;

import org.osgi.annotation.versioning.ProviderType;
import org.tierlab.api.memory.Vma;

/**
 * A process under construction: one address space, then its tasks.
 *
 * <p>It exits with the last of its tasks. Pages that it places on a node are there when it starts;
 * if it starts in mid-run and the node is full, they fall back to the nearest node with room.
 */
@ProviderType
public interface AddressSpaceBuilder {
  /**
   * Lets the process start in mid-run: until then it has no mappings and its tasks do not run. A
   * run waits for processes that have yet to start, unless all their tasks are in the background.
   *
   * @param ns after the start of its workload, not before its parent; by default with its parent
   * @return this
   */
  AddressSpaceBuilder startsAt(long ns);

  /**
   * Forks: starts a process whose parent is this one. It shares no memory with it.
   *
   * @param name for tables
   * @return its builder
   */
  AddressSpaceBuilder child(String name);

  /**
   * Calls {@code prctl(PR_SET_PTE_A_SCAN_SCALE)} before anything else. Without it the scale is the
   * parent's, or for a process without a parent the one of the experiment.
   *
   * @param scale 0 … 10
   * @return this
   */
  AddressSpaceBuilder scanScale(int scale);

  /**
   * Says that the tasks are threads which the process's first thread has started and waits for
   * ({@code pthread_join()}). Without it the first task is that thread.
   *
   * @return this
   */
  AddressSpaceBuilder leaderWaits();

  /**
   * Maps memory after what is mapped already.
   *
   * @param name for tables
   * @param bytes length, rounded up to whole folios
   * @param order folio order, 0 … 9
   * @param placement where its pages start
   * @return the VMA, with its dense page numbers
   */
  Vma map(String name, long bytes, int order, Placement placement);

  /**
   * Maps memory at an address.
   *
   * @param name for tables
   * @param startAddress virtual address, above everything mapped already
   * @param bytes length, rounded up to whole folios
   * @param order folio order, 0 … 9
   * @param kind what is mapped
   * @param placement where its pages start
   * @return the VMA, with its dense page numbers
   */
  Vma map(
      String name, long startAddress, long bytes, int order, Vma.Kind kind, Placement placement);

  /**
   * Opens a file for {@code read()} and {@code write()}. Its page cache is no mapping of the
   * process: it is there when the run starts, belongs to all processes of the workload that open
   * the same file, and stays when they exit. An access to one of the pages returned is one system
   * call that copies 4 KiB.
   *
   * @param file its name
   * @param bytes length, rounded up to whole folios; the same for all that open it
   * @param order folio order, 0 … 9; the same for all that open it
   * @param placement which node has the cache when the run starts; {@link Placement#firstTouch()}
   *     for an empty cache, whose folios come from storage when they are first read; that of the
   *     first process counts
   * @return page numbers for {@link Access}, above those of all mappings, kind {@link
   *     Vma.Kind#PAGE_CACHE}
   */
  Vma open(String file, long bytes, int order, Placement placement);

  /**
   * Adds a task that runs as soon as the process starts.
   *
   * @param name for tables
   * @param generator its accesses
   * @return options of the task
   */
  TaskBuilder task(String name, AccessGenerator generator);
}
