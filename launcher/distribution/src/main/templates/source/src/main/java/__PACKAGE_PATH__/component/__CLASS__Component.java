package __PACKAGE__.component;

import java.util.Set;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ServiceScope;
import org.tierlab.api.PluginName;
import org.tierlab.api.hotness.HotnessSource;
import org.tierlab.api.hotness.SourceContext;
import org.tierlab.api.hotness.SourceSpec;
import __PACKAGE__.__CLASS__Knobs;
import __PACKAGE__.__CLASS__Source;

/** Offers {@link __CLASS__Source} as the source {@code __NAME__}. */
@Component(service = HotnessSource.class, scope = ServiceScope.PROTOTYPE)
@PluginName(name = "__NAME__")
public final class __CLASS__Component implements HotnessSource {
  /** Made by the framework, once per run. */
  public __CLASS__Component() {}

  @Override
  public SourceSpec spec() {
    // An accessed bit is no evidence of who, when or how often.
    return new SourceSpec(__CLASS__Knobs.class, Set.of());
  }

  @Override
  public void attach(SourceContext context) {
    // It registers what it wants to be called for; the run keeps it as long as it is attached.
    new __CLASS__Source(context);
  }
}
