/** The page-table source of MGLRU as an OSGi service. */
@NullMarked
package org.tierlab.source.lruscan.component;

import org.jspecify.annotations.NullMarked;
