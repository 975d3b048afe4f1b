/**
 * Home nodes for tasks, pages that follow them, and tasks that follow their memory: the placement
 * policy of the balancenuma series of 2012.
 *
 * <p>{@link org.tierlab.policy.homenode.HomeNodePolicy} filters page migrations and keeps the
 * statistics; {@link org.tierlab.policy.homenode.SwapSearch} finds the task to change places with.
 */
@NullMarked
package org.tierlab.policy.homenode;

import org.jspecify.annotations.NullMarked;
