/**
 * The figures of a run: lines, stacked areas and the heat map, as data. A page and a file of
 * graphics draw the same {@link org.tierlab.report.figure.RunFigures}.
 */
@Version("1.0.0")
@NullMarked
package org.tierlab.report.figure;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.versioning.Version;
