/** The component that offers the shell. */
@NullMarked
package org.tierlab.shell.component;

import org.jspecify.annotations.NullMarked;
