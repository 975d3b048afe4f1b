/** DAMON as an OSGi service. */
@NullMarked
package org.tierlab.source.damon.component;

import org.jspecify.annotations.NullMarked;
