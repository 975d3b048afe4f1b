package org.tierlab.api;

/**
 * What a hotness event can be evidence of.
 *
 * <p>A source declares what its events carry, a policy what it cannot do without; a run whose
 * policies need evidence that none of its sources has is refused before it starts.
 */
public enum Evidence {
  /** The source plants PROT_NONE marks and consults policies inside the fault. */
  HINT_FAULT,
  /** The node of the CPU that made the access is known. */
  ACCESSING_NODE,
  /** The time of an access is known exactly, not only an interval that contains it. */
  ACCESS_TIME,
  /**
   * The number of accesses in the event's interval is known or estimated, not only that it is not
   * zero.
   */
  ACCESS_COUNT
}
