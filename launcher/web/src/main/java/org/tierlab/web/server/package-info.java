/** A page that shows a run while it goes on and changes it, over HTTP on the loopback interface. */
@NullMarked
package org.tierlab.web.server;

import org.jspecify.annotations.NullMarked;
