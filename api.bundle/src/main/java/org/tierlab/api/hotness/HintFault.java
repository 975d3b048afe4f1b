package org.tierlab.api.hotness;

import org.osgi.annotation.versioning.ProviderType;
import org.tierlab.api.memory.AddressSpaceView;
import org.tierlab.api.memory.Vma;
import org.tierlab.api.time.TaskContext;

/** A NUMA hint fault, seen from the source that planted the mark. */
@ProviderType
public interface HintFault extends TaskContext {
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
   * Whether the access writes.
   *
   * @return true for a store
   */
  boolean write();

  /**
   * Publishes the fault as a hotness event and asks the policies, in order of precedence, whether
   * the folio moves; if one says so it is migrated now, in this task and at its expense. May be
   * called once per fault.
   *
   * @param evidence what the source knows beyond the fault itself
   * @return what came of it
   */
  FaultOutcome consult(FaultEvidence evidence);
}
