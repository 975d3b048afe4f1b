/** Components that offer the dashboard to the command line and to the shell. */
@NullMarked
package org.tierlab.web.component;

import org.jspecify.annotations.NullMarked;
