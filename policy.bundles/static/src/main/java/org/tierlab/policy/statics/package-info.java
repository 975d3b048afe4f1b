/** The policy that moves nothing. */
@NullMarked
package org.tierlab.policy.statics;

import org.jspecify.annotations.NullMarked;
