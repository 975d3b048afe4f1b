/** Folio copies on the CPU that migrates, one after the other. */
@NullMarked
package org.tierlab.engine.kernel;

import org.jspecify.annotations.NullMarked;
