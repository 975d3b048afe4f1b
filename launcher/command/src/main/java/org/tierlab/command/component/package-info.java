/** Components that register the command line as the application. */
@NullMarked
package org.tierlab.command.component;

import org.jspecify.annotations.NullMarked;
