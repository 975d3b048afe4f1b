/** Gogo commands for experiments that run in the background. */
@NullMarked
package org.tierlab.shell;

import org.jspecify.annotations.NullMarked;
