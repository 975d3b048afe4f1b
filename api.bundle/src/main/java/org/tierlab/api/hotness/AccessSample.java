package org.tierlab.api.hotness;

import org.osgi.annotation.versioning.ProviderType;
import org.tierlab.api.memory.AddressSpaceView;
import org.tierlab.api.time.TaskContext;

/**
 * One access that a performance counter has tagged. What is charged is booked to the payer {@code
 * task:pmi}.
 */
@ProviderType
public interface AccessSample extends TaskContext {
  /**
   * The address space.
   *
   * @return the task's mm, or the page cache of a file that it reads or writes
   */
  AddressSpaceView mm();

  /**
   * The page that was accessed, which may be any page of its folio.
   *
   * @return a dense page number
   */
  long page();

  /**
   * The node that served the access: its data source.
   *
   * @return a node
   */
  int servedBy();

  /**
   * The node of the CPU that made the access.
   *
   * @return a node
   */
  int accessingNode();

  /**
   * Whether it was a store.
   *
   * @return true for a write
   */
  boolean write();
}
