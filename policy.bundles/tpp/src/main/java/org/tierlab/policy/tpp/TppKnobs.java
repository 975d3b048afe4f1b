package org.tierlab.policy.tpp;

import org.tierlab.api.knob.Knob;

/**
 * The knob of TPP's promotion rule. The patches have none for it.
 *
 * @param activation what a fault on an inactive folio does
 */
public record TppKnobs(
    @Knob(
            value = "at-once",
            about =
                "What a hint fault on an inactive folio does: at-once activates it, as the paper"
                    + " says; mark-page-accessed does so at the second, as the patch does.")
        Activation activation) {

  /** How a folio gets to the active list by hint faults. */
  public enum Activation {
    /** The first fault activates, the second promotes. */
    AT_ONCE,
    /** The first fault references, the second activates, the third promotes. */
    MARK_PAGE_ACCESSED
  }
}
