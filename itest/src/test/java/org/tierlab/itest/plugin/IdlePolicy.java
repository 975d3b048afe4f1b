package org.tierlab.itest.plugin;

import java.util.Set;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.ServiceScope;
import org.tierlab.api.PluginName;
import org.tierlab.api.policy.PolicyContext;
import org.tierlab.api.policy.PolicySpec;
import org.tierlab.api.policy.PromotionPolicy;
import org.tierlab.api.time.Kthread;

/** The policy {@code idle}: wakes up and moves nothing. */
@Component(service = PromotionPolicy.class, scope = ServiceScope.PROTOTYPE)
@PluginName(name = "idle")
public final class IdlePolicy implements PromotionPolicy {

  private static final long PERIOD_NS = 1_000_000;

  /** It has no knobs. */
  public record Knobs() {}

  private final Released released = new Released();

  /** Makes a policy that is not attached. */
  @Activate
  public IdlePolicy() {}

  @Deactivate
  void deactivate() {
    released.released();
  }

  @Override
  public PolicySpec spec() {
    return new PolicySpec(Knobs.class, Set.of());
  }

  @Override
  public void attach(PolicyContext context) {
    released.call();
    context.onPressure((node, task) -> released.call());
    wake(context.kthread("idled"));
  }

  private void wake(Kthread thread) {
    thread.after(
        PERIOD_NS,
        () -> {
          released.call();
          wake(thread);
        });
  }
}
