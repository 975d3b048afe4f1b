/** The commands of the shell, one class each; {@link TierCommands} lists them. */
@NullMarked
package org.tierlab.shell.command;

import org.jspecify.annotations.NullMarked;
