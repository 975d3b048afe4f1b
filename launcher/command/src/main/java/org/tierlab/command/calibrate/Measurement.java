package org.tierlab.command.calibrate;

/**
 * A measured value.
 *
 * @param line where it stands in the file, from 1
 * @param name what was measured, for residuals
 * @param value what came out, above 0
 * @param unit of the value
 */
record Measurement(int line, String name, double value, String unit) {}
