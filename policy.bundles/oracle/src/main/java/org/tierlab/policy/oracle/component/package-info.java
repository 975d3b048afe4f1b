/** The OSGi face of the oracle. */
@NullMarked
package org.tierlab.policy.oracle.component;

import org.jspecify.annotations.NullMarked;
