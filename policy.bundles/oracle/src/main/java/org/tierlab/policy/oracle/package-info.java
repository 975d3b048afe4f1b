/** The best placement per epoch, with knowledge of the future and moves at no cost. */
@NullMarked
package org.tierlab.policy.oracle;

import org.jspecify.annotations.NullMarked;
