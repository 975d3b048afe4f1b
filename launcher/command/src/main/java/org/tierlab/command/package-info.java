/** The commands of the tierlab command line. */
@NullMarked
package org.tierlab.command;

import org.jspecify.annotations.NullMarked;
