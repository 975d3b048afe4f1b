/**
 * Hotness counted by a CXL memory device itself: the CXL hotness monitoring unit (CHMU).
 *
 * <p>{@link org.tierlab.source.chmu.HotnessMonitoringUnit} is the device: it counts accesses by
 * unit of memory and appends hot units to its {@link org.tierlab.source.chmu.Hotlist}. {@link
 * org.tierlab.source.chmu.ChmuDriver} reads the list on the host and publishes it, with {@link
 * org.tierlab.source.chmu.DeviceAddresses} to say which pages a unit is.
 */
@NullMarked
package org.tierlab.source.chmu;

import org.jspecify.annotations.NullMarked;
