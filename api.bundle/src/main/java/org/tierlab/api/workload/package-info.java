/**
 * Workloads: address spaces, tasks and the accesses that they make.
 *
 * <p>A {@link org.tierlab.api.workload.Workload} builds processes through its {@link
 * org.tierlab.api.workload.WorkloadContext}. In exact mode each task draws batches of accesses from
 * an {@link org.tierlab.api.workload.AccessGenerator}; where the workload knows its {@link
 * org.tierlab.api.workload.AccessLaw} it says so, and the statistical mode draws page-table state
 * from the law instead.
 */
@Version("1.2.0")
@NullMarked
package org.tierlab.api.workload;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.versioning.Version;
