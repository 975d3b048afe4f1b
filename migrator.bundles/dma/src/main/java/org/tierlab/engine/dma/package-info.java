/** Folio copies by DMA channels. */
@NullMarked
package org.tierlab.engine.dma;

import org.jspecify.annotations.NullMarked;
