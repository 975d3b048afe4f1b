/** The OSGi face of the policy that moves nothing. */
@NullMarked
package org.tierlab.policy.statics.component;

import org.jspecify.annotations.NullMarked;
