/** The CXL hotness monitoring unit as an OSGi service. */
@NullMarked
package org.tierlab.source.chmu.component;

import org.jspecify.annotations.NullMarked;
