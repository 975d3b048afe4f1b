/** JMH benchmarks of the access path and of the mechanisms that look at pages. */
@NullMarked
package org.tierlab.bench;

import org.jspecify.annotations.NullMarked;
