package org.tierlab.policy.damos;

/**
 * What a scheme may use in a window of time.
 *
 * @param ms time, 0 for no limit
 * @param bytes memory tried, 0 for no limit
 * @param resetIntervalMs length of the window
 */
record QuotaLimits(long ms, long bytes, long resetIntervalMs) {}
