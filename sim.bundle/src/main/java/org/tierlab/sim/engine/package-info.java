/** The loop that orders events, and the plug-ins' contexts and safe points. */
@NullMarked
package org.tierlab.sim.engine;

import org.jspecify.annotations.NullMarked;
