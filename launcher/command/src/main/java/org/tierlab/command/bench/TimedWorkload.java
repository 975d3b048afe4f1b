package org.tierlab.command.bench;

import java.io.IOException;
import org.tierlab.api.workload.Workload;
import org.tierlab.api.workload.WorkloadContext;
import org.tierlab.api.workload.WorkloadSpec;

/**
 * A workload that looks at the clock of the run's thread when it has been built and when the run
 * ends.
 */
final class TimedWorkload implements Workload {
  private final Workload timed;
  private long builtNs;
  private long cpuNs;

  TimedWorkload(Workload timed) {
    this.timed = timed;
  }

  @Override
  public WorkloadSpec spec() {
    return timed.spec();
  }

  @Override
  public void build(WorkloadContext context) throws IOException {
    timed.build(context);
    builtNs = CpuClock.nowNs();
  }

  @Override
  public void close() {
    cpuNs = CpuClock.nowNs() - builtNs;
    timed.close();
  }

  /** CPU time from the first page's birth to the last access. */
  long cpuNs() {
    return cpuNs;
  }
}
