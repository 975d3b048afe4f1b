/** The OSGi face of the kernel's copy. */
@NullMarked
package org.tierlab.engine.kernel.component;

import org.jspecify.annotations.NullMarked;
