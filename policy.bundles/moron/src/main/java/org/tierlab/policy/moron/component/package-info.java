/** The OSGi face of the greedy policy. */
@NullMarked
package org.tierlab.policy.moron.component;

import org.jspecify.annotations.NullMarked;
