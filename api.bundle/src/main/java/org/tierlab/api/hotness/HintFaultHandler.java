package org.tierlab.api.hotness;

/** Receives the hint faults on pages that a source has marked PROT_NONE. */
@FunctionalInterface
public interface HintFaultHandler {
  /**
   * Runs in the faulting task. The mark is already cleared and the fault's base cost charged.
   *
   * @param fault valid during the call only; reused for the next fault
   */
  void hintFault(HintFault fault);
}
