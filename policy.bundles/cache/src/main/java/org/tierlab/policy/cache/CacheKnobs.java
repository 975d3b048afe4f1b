package org.tierlab.policy.cache;

import org.tierlab.api.knob.Knob;
import org.tierlab.api.knob.Unit;

/**
 * Knobs of a cache.
 *
 * @param capacity base pages that it holds
 */
public record CacheKnobs(
    @Knob(
            value = "0",
            unit = Unit.PAGES,
            min = 0,
            max = 2_147_483_648.0,
            runtime = false,
            about = "Pages that the cache holds; 0 for all of the fast tier.")
        long capacity) {}
