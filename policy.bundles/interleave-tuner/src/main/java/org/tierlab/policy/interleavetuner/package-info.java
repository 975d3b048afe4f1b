/**
 * The policy {@code interleave-tuner}: the user-space half of weighted interleaving by DAMON. It
 * watches the nodes' bandwidth and writes the weights of a damos scheme; it moves nothing itself.
 */
@NullMarked
package org.tierlab.policy.interleavetuner;

import org.jspecify.annotations.NullMarked;
