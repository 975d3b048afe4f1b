package org.tierlab.bench;

import org.tierlab.engine.kernel.component.KernelComponent;
import org.tierlab.policy.numabalancing.component.NumaBalancingComponent;
import org.tierlab.policy.promoteonaccess.component.PromoteOnAccessComponent;
import org.tierlab.sim.plugin.SuppliedPlugins;
import org.tierlab.source.abit.component.AbitComponent;
import org.tierlab.source.numab.component.NumabComponent;

/** The built-in plug-ins, without a framework. */
final class Variants {
  private Variants() {}

  static SuppliedPlugins all() {
    return new SuppliedPlugins()
        .add(AbitComponent::new)
        .add(PromoteOnAccessComponent::new)
        .add(NumabComponent::new)
        .add(NumaBalancingComponent::new)
        .add(KernelComponent::new);
  }
}
