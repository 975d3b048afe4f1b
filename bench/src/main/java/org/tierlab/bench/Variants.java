package org.tierlab.bench;

import org.tierlab.engine.kernel.component.KernelComponent;
import org.tierlab.policy.damos.component.DamosComponent;
import org.tierlab.policy.hotstore.component.HotStoreComponent;
import org.tierlab.policy.numabalancing.component.NumaBalancingComponent;
import org.tierlab.policy.promoteonaccess.component.PromoteOnAccessComponent;
import org.tierlab.sim.plugin.SuppliedPlugins;
import org.tierlab.source.abit.component.AbitComponent;
import org.tierlab.source.chmu.component.ChmuComponent;
import org.tierlab.source.damon.component.DamonComponent;
import org.tierlab.source.numab.component.NumabComponent;
import org.tierlab.source.sampling.component.SamplingComponent;

/** The built-in plug-ins, without a framework. */
final class Variants {
  private Variants() {}

  static SuppliedPlugins all() {
    return new SuppliedPlugins()
        .add(AbitComponent::new)
        .add(PromoteOnAccessComponent::new)
        .add(NumabComponent::new)
        .add(NumaBalancingComponent::new)
        .add(DamonComponent::new)
        .add(DamosComponent::new)
        .add(SamplingComponent::new)
        .add(ChmuComponent::new)
        .add(HotStoreComponent::new)
        .add(KernelComponent::new);
  }
}
