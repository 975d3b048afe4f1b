package org.tierlab.policy.damos;

import org.tierlab.api.knob.Knob;

/**
 * A destination of a scheme.
 *
 * @param id its node; -1 for none
 * @param weight its share
 */
public record DestinationKnobs(
    @Knob(
            value = "-1",
            min = -1,
            max = 7,
            kernel = "id",
            about = "Node of the destination; -1 for none. Destinations replace target_nid.")
        int id,
    @Knob(value = "0", min = 0, max = 1e6, kernel = "weight", about = "Share of the destination.")
        int weight) {

  boolean exists() {
    return id >= 0;
  }
}
