/**
 * Hotness sources: who observes accesses, and the events they publish.
 *
 * <p>A {@link org.tierlab.api.hotness.HotnessSource} is attached with a {@link
 * org.tierlab.api.hotness.SourceContext}. It registers kernel threads, task-clock work and
 * hint-fault handlers there, fills {@link org.tierlab.api.hotness.HotnessEvents} and publishes
 * them. What a mechanism cannot know stays unknown in the event. A source that plants PROT_NONE
 * marks gets the {@link org.tierlab.api.hotness.HintFault} and may consult the policies inside it.
 * Hardware is an {@link org.tierlab.api.hotness.AccessSampler} in the CPU or a {@link
 * org.tierlab.api.hotness.DeviceMonitor} in a memory device.
 */
@Version("1.2.0")
@NullMarked
package org.tierlab.api.hotness;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.versioning.Version;
