/** The OSGi face of the home-node policy. */
@NullMarked
package org.tierlab.policy.homenode.component;

import org.jspecify.annotations.NullMarked;
