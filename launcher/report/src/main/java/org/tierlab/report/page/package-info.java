/** Pages that open without a network: everything that they need is inside. */
@Version("1.0.0")
@NullMarked
package org.tierlab.report.page;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.versioning.Version;
