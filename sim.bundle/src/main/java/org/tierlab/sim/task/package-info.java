/** Tasks and the path of an access. */
@NullMarked
package org.tierlab.sim.task;

import org.jspecify.annotations.NullMarked;
