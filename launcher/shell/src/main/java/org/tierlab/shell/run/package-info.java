/** A run in the background: started, watched, changed and ended from the shell or a page. */
@Version("1.0.0")
@NullMarked
package org.tierlab.shell.run;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.versioning.Version;
