/**
 * The words that every plug-in kind shares.
 *
 * <p>A plug-in is an OSGi service of one of four interfaces: {@link
 * org.tierlab.api.hotness.HotnessSource} observes, {@link org.tierlab.api.policy.PromotionPolicy}
 * decides, {@link org.tierlab.api.copy.CopyEngine} copies, and {@link
 * org.tierlab.api.workload.Workload} makes the accesses. Each carries its name in {@link
 * org.tierlab.api.PluginName}, describes its knobs as a record (package {@code
 * org.tierlab.api.knob}), and is handed one context when it is attached to a run. Everything a
 * plug-in may see or do goes through that context, so that the core can charge it, contain it and
 * revoke it.
 */
@Version("1.2.0")
@NullMarked
package org.tierlab.api;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.versioning.Version;
