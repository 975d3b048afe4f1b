package org.tierlab.api.policy;

import org.osgi.annotation.versioning.ProviderType;
import org.tierlab.api.memory.AddressSpaceView;

/**
 * What no kernel has: sight of every access, moves at no cost, foresight. Only for policies that
 * declare themselves a {@link Standing#BOUND bound}; results name them.
 */
@ProviderType
public interface BoundContext {
  /**
   * Is told of every access from now on. Each access then takes the simulator several times as
   * long; the simulated time is the same.
   *
   * @param listener called after each access
   */
  void onAccess(AccessListener listener);

  /**
   * Puts folios elsewhere, all at once: no time passes, nobody pays, watermarks do not count, and
   * what is exchanged needs no free page in between. Reason, batching and target rule of the plan
   * are not looked at. A folio that is in flight, not migratable or gone stays where it is; one
   * that is not present yet is allocated on its target at its first touch, if there is room then.
   *
   * <p>Carries out nothing if a node would have to hold more than its capacity.
   *
   * @param plan each folio at most once
   * @return whether there was room
   */
  boolean place(MigrationPlan plan);

  /**
   * Where first touches allocate from now on, ahead of the usual choice and if there is room.
   *
   * @param node a node, or −1 for the usual choice alone
   */
  void allocateOn(int node);

  /**
   * Whether a folio could be placed now.
   *
   * @param mm its address space
   * @param page a page of it
   * @return false if it is in flight, not migratable or gone
   */
  boolean placeable(AddressSpaceView mm, long page);

  /**
   * Foresight of the tasks' accesses.
   *
   * @return the same on every call
   * @throws IllegalStateException if the workload cannot be run ahead; the message says why
   */
  Foresight foresight();
}
