package org.tierlab.sim.engine;

import org.tierlab.sim.machine.Machine;
import org.tierlab.sim.migration.Pipeline;

/** Tells the policies that handle pressure when a node runs short. */
final class PressureHandlers implements Pipeline.Surroundings {
  private final Guard guard;
  private final Machine machine;
  private final PluginSet set;

  PressureHandlers(Guard guard, Machine machine, PluginSet set) {
    this.guard = guard;
    this.machine = machine;
    this.set = set;
  }

  @Override
  public void wakeKswapd(int node) {
    for (Attachment policy : set.policies()) {
      var handler = policy.pressure;
      if (handler != null) {
        guard.call(policy, () -> handler.pressure(node, null));
      }
    }
  }

  @Override
  public void allocated(int node) {
    for (Attachment policy : set.policies()) {
      var handler = policy.pressure;
      if (handler != null && machine.node(node).freePages() < policy.pressureBelow(node)) {
        guard.call(policy, () -> handler.pressure(node, null));
      }
    }
  }
}
