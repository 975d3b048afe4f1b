/** DAMOS as an OSGi service. */
@NullMarked
package org.tierlab.policy.damos.component;

import org.jspecify.annotations.NullMarked;
