/**
 * DAMON-based operation schemes: what is done with regions of a pattern.
 *
 * <p>{@link org.tierlab.policy.damos.DamosPolicy} reads aggregations and applies its {@link
 * org.tierlab.policy.damos.Scheme} when one is due: the {@link
 * org.tierlab.policy.damos.AccessPattern} says which regions, the {@link
 * org.tierlab.policy.damos.Quota} how much of them, {@link org.tierlab.policy.damos.Priority} which
 * first, {@link org.tierlab.policy.damos.Filters} which folios, {@link
 * org.tierlab.policy.damos.Destinations} where to, and {@link org.tierlab.policy.damos.Watermarks}
 * whether at all.
 */
@NullMarked
package org.tierlab.policy.damos;

import org.jspecify.annotations.NullMarked;
