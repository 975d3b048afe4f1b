/** Recordings as files for other programs: a row a sample, a column a counter. */
@Version("1.0.0")
@NullMarked
package org.tierlab.report.files;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.versioning.Version;
