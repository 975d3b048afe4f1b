/**
 * Threads that read and write a file through the page cache, beside memory of their own. {@link
 * org.tierlab.workload.filecache.FilecacheWorkload} builds them.
 */
@NullMarked
package org.tierlab.workload.filecache;

import org.jspecify.annotations.NullMarked;
