/**
 * Promotion for several processes that share fast memory: who never gets any, who is first in line,
 * and fair shares for the rest.
 *
 * <p>{@link org.tierlab.policy.tenant.CandidateReader} sorts published events into one queue for
 * each {@link org.tierlab.policy.tenant.Tenant}; {@link org.tierlab.policy.tenant.FairShares} says
 * how much fast memory each may have; {@link org.tierlab.policy.tenant.DeficitRing} says whose turn
 * it is; {@link org.tierlab.policy.tenant.TenantPolicy} is the thread that promotes.
 */
@NullMarked
package org.tierlab.policy.tenant;

import org.jspecify.annotations.NullMarked;
