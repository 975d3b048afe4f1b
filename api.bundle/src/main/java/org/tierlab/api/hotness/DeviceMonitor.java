package org.tierlab.api.hotness;

import org.osgi.annotation.versioning.ConsumerType;
import org.tierlab.api.memory.AddressSpaceView;

/**
 * Sits in a memory device and sees every access that reaches it, at no cost to the host. It does
 * not know which CPU an access came from.
 */
@ConsumerType
@FunctionalInterface
public interface DeviceMonitor {
  /**
   * Accesses to this device, in the order in which one task made them.
   *
   * @param mm the address space whose pages were accessed
   * @param accesses packed as {@link org.tierlab.api.workload.Access}; the page may be any page of
   *     its folio; read only, valid during the call
   * @param count how many, from index 0
   * @param nowNs when the last of them was made, simulated nanoseconds; the others are at most one
   *     step of the engine older
   */
  void accessed(AddressSpaceView mm, long[] accesses, int count, long nowNs);
}
