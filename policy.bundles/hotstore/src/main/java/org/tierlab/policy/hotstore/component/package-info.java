/** The OSGi face of the hot page store. */
@NullMarked
package org.tierlab.policy.hotstore.component;

import org.jspecify.annotations.NullMarked;
