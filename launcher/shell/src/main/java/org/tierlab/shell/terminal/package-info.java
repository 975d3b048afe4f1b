/** Reads commands: from a terminal, with history and completion, or from a script. */
@NullMarked
package org.tierlab.shell.terminal;

import org.jspecify.annotations.NullMarked;
