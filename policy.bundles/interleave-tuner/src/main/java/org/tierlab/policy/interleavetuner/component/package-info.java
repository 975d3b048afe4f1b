/** The OSGi face of the tuner of interleave weights. */
@NullMarked
package org.tierlab.policy.interleavetuner.component;

import org.jspecify.annotations.NullMarked;
