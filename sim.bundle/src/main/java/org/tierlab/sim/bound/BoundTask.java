package org.tierlab.sim.bound;

import java.util.List;
import org.tierlab.api.memory.AddressSpaceView;
import org.tierlab.api.workload.AccessGenerator;

/**
 * A task that the run waited for, as the second pass sees it.
 *
 * @param id its number: its column in {@link EpochMarks}
 * @param name for messages
 * @param mm its address space
 * @param generator the accesses of a second instance of the workload
 * @param exited whether it has made all of them
 * @param latencyPs what an access costs it at least that tier 0 serves, tier 1, and so on: at idle
 *     latency, from the nearest CPU that it has been on, divided by its overlapping misses, and
 *     never less than a faster tier's
 */
public record BoundTask(
    int id,
    String name,
    AddressSpaceView mm,
    AccessGenerator generator,
    boolean exited,
    List<Long> latencyPs) {
  /** Copies the list. */
  public BoundTask {
    latencyPs = List.copyOf(latencyPs);
  }
}
