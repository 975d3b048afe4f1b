/**
 * A key-value store whose keys are asked for by a Zipf law. {@link
 * org.tierlab.workload.kv.KvWorkload} builds it.
 */
@NullMarked
package org.tierlab.workload.kv;

import org.jspecify.annotations.NullMarked;
