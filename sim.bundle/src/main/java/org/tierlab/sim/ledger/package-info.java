/** Everything a run counts, in one array of longs. */
@NullMarked
package org.tierlab.sim.ledger;

import org.jspecify.annotations.NullMarked;
