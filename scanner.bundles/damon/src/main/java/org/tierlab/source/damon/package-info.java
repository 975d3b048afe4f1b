/**
 * Hotness from sampled regions: DAMON.
 *
 * <p>{@link org.tierlab.source.damon.DamonMonitor} is the kernel thread; a {@link
 * org.tierlab.source.damon.Target} is what it watches, divided into {@link
 * org.tierlab.source.damon.Regions} of which {@link org.tierlab.source.damon.AccessSampler} looks
 * at one page each. {@link org.tierlab.source.damon.AddressMap} turns monitored addresses into
 * pages, {@link org.tierlab.source.damon.ThreeRegions} finds what to watch of an address space, and
 * {@link org.tierlab.source.damon.IntervalTuning} adapts the clocks.
 */
@NullMarked
package org.tierlab.source.damon;

import org.jspecify.annotations.NullMarked;
