package org.tierlab.policy.damos;

import org.tierlab.api.Counts;
import org.tierlab.api.RunContext;
import org.tierlab.api.time.Counter;

/** The statistics of a scheme, as counters: those under {@code schemes/0/stats/}. */
@Counts(
    counter = "damos_nr_tried",
    unit = "regions",
    about = "The scheme was tried on.",
    source = "DAMON: schemes/N/stats/")
@Counts(
    counter = "damos_sz_tried",
    unit = "bytes",
    about = "Of the regions that the scheme was tried on.",
    source = "DAMON: schemes/N/stats/")
@Counts(
    counter = "damos_nr_applied",
    unit = "regions",
    about = "The action was applied to, in part at least.",
    source = "DAMON: schemes/N/stats/")
@Counts(
    counter = "damos_sz_applied",
    unit = "bytes",
    about = "The action was applied to.",
    source = "DAMON: schemes/N/stats/")
@Counts(
    counter = "damos_sz_ops_filter_passed",
    unit = "bytes",
    about = "Passed the filters that the operations set handles.",
    source = "DAMON: schemes/N/stats/")
@Counts(
    counter = "damos_qt_exceeds",
    unit = "times",
    about = "The quota was exceeded.",
    source = "DAMON: schemes/N/stats/")
final class SchemeStats {
  private final Counter nrTried;
  private final Counter szTried;
  private final Counter nrApplied;
  private final Counter szApplied;
  private final Counter szPassed;
  private final Counter qtExceeds;
  private long tried;
  private long triedBytes;
  private long applied;
  private long appliedBytes;
  private long passedBytes;

  SchemeStats(RunContext context) {
    nrTried = context.counter("damos_nr_tried");
    szTried = context.counter("damos_sz_tried");
    nrApplied = context.counter("damos_nr_applied");
    szApplied = context.counter("damos_sz_applied");
    szPassed = context.counter("damos_sz_ops_filter_passed");
    qtExceeds = context.counter("damos_qt_exceeds");
  }

  /** A region was tried; {@link #count} counts it. */
  void tried(long triedBytes, long appliedBytes, long passedBytes) {
    tried++;
    this.triedBytes += triedBytes;
    applied += appliedBytes > 0 ? 1 : 0;
    this.appliedBytes += appliedBytes;
    this.passedBytes += passedBytes;
  }

  /** Counts what was tried since the last time. */
  void count() {
    nrTried.add(tried);
    szTried.add(triedBytes);
    nrApplied.add(applied);
    szApplied.add(appliedBytes);
    szPassed.add(passedBytes);
    tried = 0;
    triedBytes = 0;
    applied = 0;
    appliedBytes = 0;
    passedBytes = 0;
  }

  void quotaExceeded() {
    qtExceeds.add(1);
  }
}
