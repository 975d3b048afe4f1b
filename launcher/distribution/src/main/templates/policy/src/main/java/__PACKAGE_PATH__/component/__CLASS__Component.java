package __PACKAGE__.component;

import java.util.Set;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ServiceScope;
import org.tierlab.api.PluginName;
import org.tierlab.api.policy.PolicyContext;
import org.tierlab.api.policy.PolicySpec;
import org.tierlab.api.policy.PromotionPolicy;
import __PACKAGE__.__CLASS__Knobs;
import __PACKAGE__.__CLASS__Policy;

/** Offers {@link __CLASS__Policy} as the policy {@code __NAME__}. */
@Component(service = PromotionPolicy.class, scope = ServiceScope.PROTOTYPE)
@PluginName(name = "__NAME__")
public final class __CLASS__Component implements PromotionPolicy {
  /** Made by the framework, once per run. */
  public __CLASS__Component() {}

  @Override
  public PolicySpec spec() {
    return new PolicySpec(__CLASS__Knobs.class, Set.of());
  }

  @Override
  public void attach(PolicyContext context) {
    // It registers what it wants to be called for; the run keeps it as long as it is attached.
    new __CLASS__Policy(context);
  }
}
