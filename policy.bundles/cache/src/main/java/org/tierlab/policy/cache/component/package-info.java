/** The OSGi face of the reference caches. */
@NullMarked
package org.tierlab.policy.cache.component;

import org.jspecify.annotations.NullMarked;
