/** Variants of an experiment side by side. */
@NullMarked
package org.tierlab.command.compare;

import org.jspecify.annotations.NullMarked;
