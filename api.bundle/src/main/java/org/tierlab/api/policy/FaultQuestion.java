package org.tierlab.api.policy;

import org.osgi.annotation.versioning.ProviderType;
import org.tierlab.api.hotness.FaultEvidence;
import org.tierlab.api.memory.AddressSpaceView;
import org.tierlab.api.memory.Vma;
import org.tierlab.api.time.TaskContext;

/** A hint fault as a policy sees it. Valid during the call only; reused for the next fault. */
@ProviderType
public interface FaultQuestion extends TaskContext {
  /**
   * The address space.
   *
   * @return the faulting task's mm
   */
  AddressSpaceView mm();

  /**
   * The folio's head page.
   *
   * @return a dense page number
   */
  long page();

  /**
   * The VMA of {@link #page()}.
   *
   * @return the mapping
   */
  Vma vma();

  /**
   * Where the folio is.
   *
   * @return a node
   */
  int residentNode();

  /**
   * The node of the CPU that made the access.
   *
   * @return a node
   */
  int accessingNode();

  /**
   * What the source knows beyond the fault.
   *
   * @return its evidence; read only
   */
  FaultEvidence evidence();
}
