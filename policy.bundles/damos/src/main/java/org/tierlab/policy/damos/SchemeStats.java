package org.tierlab.policy.damos;

import org.tierlab.api.RunContext;
import org.tierlab.api.time.Counter;

/** The statistics of a scheme, as counters: those under {@code schemes/0/stats/}. */
final class SchemeStats {
  private final Counter nrTried;
  private final Counter szTried;
  private final Counter nrApplied;
  private final Counter szApplied;
  private final Counter szPassed;
  private final Counter qtExceeds;

  SchemeStats(RunContext context) {
    nrTried = context.counter("damos_nr_tried");
    szTried = context.counter("damos_sz_tried");
    nrApplied = context.counter("damos_nr_applied");
    szApplied = context.counter("damos_sz_applied");
    szPassed = context.counter("damos_sz_ops_filter_passed");
    qtExceeds = context.counter("damos_qt_exceeds");
  }

  void tried(long triedBytes, long appliedBytes, long passedBytes) {
    nrTried.add(1);
    szTried.add(triedBytes);
    nrApplied.add(appliedBytes > 0 ? 1 : 0);
    szApplied.add(appliedBytes);
    szPassed.add(passedBytes);
  }

  void quotaExceeded() {
    qtExceeds.add(1);
  }
}
