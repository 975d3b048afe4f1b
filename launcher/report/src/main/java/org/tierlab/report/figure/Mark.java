package org.tierlab.report.figure;

/**
 * A moment that all figures over time show.
 *
 * @param atS simulated seconds
 * @param label what happened
 */
public record Mark(double atS, String label) {}
