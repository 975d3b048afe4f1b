/** Promotion by hint-fault latency, hot threshold and rate limit. */
@NullMarked
package org.tierlab.policy.numabalancing;

import org.jspecify.annotations.NullMarked;
