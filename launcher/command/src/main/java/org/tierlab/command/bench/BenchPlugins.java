package org.tierlab.command.bench;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.tierlab.api.workload.Workload;
import org.tierlab.command.plugins.RunPlugins;
import org.tierlab.sim.Simulation;
import org.tierlab.sim.plugin.PluginKind;
import org.tierlab.sim.plugin.Plugins.Lease;
import org.tierlab.sim.plugin.Plugins.Provenance;

/** The plug-ins that are present, and a workload of its own; the workload is timed. */
final class BenchPlugins implements RunPlugins {
  private final RunPlugins present;
  private final Supplier<LentAccesses> accesses;
  private @Nullable TimedWorkload timed;

  BenchPlugins(RunPlugins present, Supplier<LentAccesses> accesses) {
    this.present = present;
    this.accesses = accesses;
  }

  @Override
  public Lease obtain(PluginKind kind, String name) {
    if (kind != PluginKind.WORKLOAD) {
      return present.obtain(kind, name);
    }
    if (name.equals(LentAccesses.NAME)) {
      return new Lease(time(accesses.get()), Provenance.ofClass(LentAccesses.class), () -> {});
    }
    Lease lease = present.obtain(kind, name);
    return new Lease(time((Workload) lease.instance()), lease.provenance(), lease.release());
  }

  private TimedWorkload time(Workload workload) {
    TimedWorkload made = new TimedWorkload(workload);
    timed = made;
    return made;
  }

  /** CPU time of the run that has ended. */
  long cpuNs() {
    return timed == null ? 0 : timed.cpuNs();
  }

  @Override
  public void serve(Simulation simulation) {
    present.serve(simulation);
  }

  @Override
  public void close() {
    present.close();
  }
}
