package org.tierlab.policy.cache.component;

import java.util.Set;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ServiceScope;
import org.tierlab.api.PluginName;
import org.tierlab.api.policy.PolicyContext;
import org.tierlab.api.policy.PolicySpec;
import org.tierlab.api.policy.PromotionPolicy;
import org.tierlab.api.policy.Standing;
import org.tierlab.policy.cache.CacheKnobs;
import org.tierlab.policy.cache.ClockReplacement;
import org.tierlab.policy.cache.ReferenceCache;

/**
 * Offers a {@link ReferenceCache} with {@link ClockReplacement} as the policy {@code cache-clock}.
 */
@Component(service = PromotionPolicy.class, scope = ServiceScope.PROTOTYPE)
@PluginName(name = "cache-clock")
public final class CacheClockComponent implements PromotionPolicy {
  /** Made by the framework, once per run. */
  public CacheClockComponent() {}

  @Override
  public PolicySpec spec() {
    return new PolicySpec(CacheKnobs.class, Set.of(), Standing.BOUND);
  }

  @Override
  public void attach(PolicyContext context) {
    new ReferenceCache(context, "cache_clock", new ClockReplacement()).begin();
  }
}
