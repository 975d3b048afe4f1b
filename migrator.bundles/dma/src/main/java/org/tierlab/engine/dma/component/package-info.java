/** The OSGi face of the copy by DMA. */
@NullMarked
package org.tierlab.engine.dma.component;

import org.jspecify.annotations.NullMarked;
