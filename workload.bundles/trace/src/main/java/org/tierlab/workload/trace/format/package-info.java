/**
 * Traces of page accesses on disk: the native binary format and the foreign ones that can be
 * imported into it.
 *
 * <p>A {@link org.tierlab.workload.trace.format.TraceFile} is any readable trace; it recognises
 * what it holds and hands its accesses to an {@link org.tierlab.workload.trace.format.AccessSink}.
 * {@link org.tierlab.workload.trace.format.TraceImport} writes what it reads as a native file,
 * {@link org.tierlab.workload.trace.format.NativeTrace} reads that one block by block, and {@link
 * org.tierlab.workload.trace.format.TraceSummary} says what is in either. Whatever is wrong with a
 * file is told by one {@link org.tierlab.workload.trace.format.TraceException} that names file,
 * place and what was expected. Nothing here needs a framework.
 */
@Version("1.0.0")
@NullMarked
package org.tierlab.workload.trace.format;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.versioning.Version;
