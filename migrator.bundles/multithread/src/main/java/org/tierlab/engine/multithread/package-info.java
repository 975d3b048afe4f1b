/** Folio copies by several kernel workers at a time. */
@NullMarked
package org.tierlab.engine.multithread;

import org.jspecify.annotations.NullMarked;
