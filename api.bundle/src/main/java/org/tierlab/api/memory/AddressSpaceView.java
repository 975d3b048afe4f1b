package org.tierlab.api.memory;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ProviderType;

/**
 * An address space (mm) with its VMAs, or the page cache of a file. Pages are numbered densely over
 * all VMAs, from 0.
 */
@ProviderType
public interface AddressSpaceView {
  /**
   * The mm's number.
   *
   * @return from 0, in order of starting, without gaps, never reused
   */
  int id();

  /**
   * The process that forked this one.
   *
   * @return its address space; null if a workload started this process, or if the parent has exited
   *     and {@code init} has adopted it
   */
  @Nullable AddressSpaceView parent();

  /**
   * The process's name.
   *
   * @return a name for tables
   */
  String name();

  /**
   * The VMAs in address order.
   *
   * @return an unmodifiable list
   */
  List<Vma> vmas();

  /**
   * The VMA of a page.
   *
   * @param page a dense page number
   * @return its VMA
   */
  Vma vmaOf(long page);

  /**
   * The number of dense page numbers.
   *
   * @return pages over all VMAs
   */
  long pages();

  /**
   * Resident pages, the kernel's RSS.
   *
   * @return pages
   */
  long residentPages();

  /**
   * Resident pages on one node.
   *
   * @param node a node
   * @return pages
   */
  long residentPages(int node);

  /**
   * Live tasks of this mm.
   *
   * @return how many threads share it
   */
  int liveTasks();

  /**
   * Whether the process's first thread only waits for the tasks that it has started, so that none
   * of them is the thread group's leader.
   *
   * @return false if the first task is the leader
   */
  boolean leaderWaits();

  /**
   * The process's prctl scale for accessed-bit scanning (PR_SET_PTE_A_SCAN_SCALE), inherited from
   * the parent unless the process set its own.
   *
   * @return 0 … 10, or −1 if the process never set it
   */
  int scanScale();

  /**
   * The page table, to read.
   *
   * @return planes of this mm
   */
  PageTable pageTable();

  /**
   * Whether its process has exited.
   *
   * @return true once the memory is gone
   */
  boolean exited();
}
