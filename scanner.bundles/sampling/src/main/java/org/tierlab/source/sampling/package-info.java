/**
 * Hotness from hardware samples: one access in some thousands is tagged by the CPU.
 *
 * <p>{@link org.tierlab.source.sampling.HardwareSampler} counts down, pays for the interrupts and
 * publishes what the tagged accesses say.
 */
@NullMarked
package org.tierlab.source.sampling;

import org.jspecify.annotations.NullMarked;
