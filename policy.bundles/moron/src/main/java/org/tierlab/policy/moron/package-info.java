/** The MORON promotion policy. */
@NullMarked
package org.tierlab.policy.moron;

import org.jspecify.annotations.NullMarked;
