/** Fits machine descriptions to measurements, and measures the host. */
@NullMarked
package org.tierlab.command.calibrate;

import org.jspecify.annotations.NullMarked;
