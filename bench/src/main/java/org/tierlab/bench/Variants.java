package org.tierlab.bench;

import org.tierlab.engine.kernel.component.KernelComponent;
import org.tierlab.policy.numabalancing.component.NumaBalancingComponent;
import org.tierlab.policy.promoteonaccess.component.PromoteOnAccessPolicy;
import org.tierlab.sim.plugin.SuppliedPlugins;
import org.tierlab.source.abit.component.AccessedBitSource;
import org.tierlab.source.numab.component.NumabComponent;

/** The built-in plug-ins, without a framework. */
final class Variants {
  private Variants() {}

  static SuppliedPlugins all() {
    return new SuppliedPlugins()
        .add(AccessedBitSource::new)
        .add(PromoteOnAccessPolicy::new)
        .add(NumabComponent::new)
        .add(NumaBalancingComponent::new)
        .add(KernelComponent::new);
  }
}
