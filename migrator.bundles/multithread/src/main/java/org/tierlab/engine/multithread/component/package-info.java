/** The OSGi face of the multi-threaded copy. */
@NullMarked
package org.tierlab.engine.multithread.component;

import org.jspecify.annotations.NullMarked;
