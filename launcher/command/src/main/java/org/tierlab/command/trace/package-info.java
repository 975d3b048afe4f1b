/** The trace commands: foreign formats to the native one, and a look into either. */
@NullMarked
package org.tierlab.command.trace;

import org.jspecify.annotations.NullMarked;
