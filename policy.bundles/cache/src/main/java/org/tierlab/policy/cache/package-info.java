/** The fast tier as a cache: reference policies that see every access and move at no cost. */
@NullMarked
package org.tierlab.policy.cache;

import org.jspecify.annotations.NullMarked;
