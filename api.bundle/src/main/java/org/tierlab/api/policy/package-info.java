/**
 * Promotion policies: who decides what moves where, and when.
 *
 * <p>A {@link org.tierlab.api.policy.PromotionPolicy} is attached with a {@link
 * org.tierlab.api.policy.PolicyContext}. It answers hint faults in the faulting task, or reads
 * published events from its {@link org.tierlab.api.policy.HotnessFeed} in a kernel thread of its
 * own and submits a {@link org.tierlab.api.policy.MigrationPlan}. It never moves a page itself: the
 * core carries the plan out and reports a {@link org.tierlab.api.policy.MigrationOutcome} for every
 * folio.
 *
 * <p>A policy whose spec says {@link org.tierlab.api.policy.Standing#BOUND} is none that a kernel
 * could run: it may use a {@link org.tierlab.api.policy.BoundContext} and is named unattainable in
 * every result.
 */
@Version("1.1.0")
@NullMarked
package org.tierlab.api.policy;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.versioning.Version;
