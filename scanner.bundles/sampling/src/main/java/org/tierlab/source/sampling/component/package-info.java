/** Hardware samples as an OSGi service. */
@NullMarked
package org.tierlab.source.sampling.component;

import org.jspecify.annotations.NullMarked;
