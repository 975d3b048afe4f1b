/** The figures of a run as scalable vector graphics, drawn without a browser. */
@Version("1.0.0")
@NullMarked
package org.tierlab.report.svg;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.versioning.Version;
