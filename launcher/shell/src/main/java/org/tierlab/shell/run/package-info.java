/** The run in the background: started, watched, changed and ended from the shell. */
@NullMarked
package org.tierlab.shell.run;

import org.jspecify.annotations.NullMarked;
