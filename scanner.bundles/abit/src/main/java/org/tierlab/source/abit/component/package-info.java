/** The accessed-bit source as an OSGi service. */
@NullMarked
package org.tierlab.source.abit.component;

import org.jspecify.annotations.NullMarked;
