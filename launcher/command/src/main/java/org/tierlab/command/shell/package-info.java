/**
 * What the command {@code shell} needs: an {@link org.tierlab.command.shell.InteractiveShell},
 * offered as a service by a bundle that takes part in interactive frameworks only, is handed a
 * {@link org.tierlab.command.shell.ShellRequest}.
 */
@Version("1.0.0")
@NullMarked
package org.tierlab.command.shell;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.versioning.Version;
