/** Figures in characters, for terminals. */
@Version("1.0.0")
@NullMarked
package org.tierlab.report.text;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.versioning.Version;
