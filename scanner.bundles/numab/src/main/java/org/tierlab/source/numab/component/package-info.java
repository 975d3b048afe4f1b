/** The OSGi face of the hint-fault source. */
@NullMarked
package org.tierlab.source.numab.component;

import org.jspecify.annotations.NullMarked;
