package org.tierlab.sim.result;

/**
 * A node at the end of a run.
 *
 * @param id its number
 * @param tier its tier, 0 the fastest
 * @param capacityBytes its size
 * @param residentBytes what is resident
 * @param fileBytes what of it belongs to files: page cache and mapped files
 * @param accesses accesses it served
 * @param accessShare its share of all accesses, 0 … 1
 * @param bandwidthGBps mean bandwidth over the run, accesses and copies
 */
public record NodeResult(
    int id,
    int tier,
    long capacityBytes,
    long residentBytes,
    long fileBytes,
    long accesses,
    double accessShare,
    double bandwidthGBps) {}
