package org.tierlab.itest.plugin;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.ServiceScope;
import org.tierlab.api.PluginName;
import org.tierlab.api.hotness.HotnessEvents;
import org.tierlab.api.hotness.HotnessSource;
import org.tierlab.api.hotness.SourceContext;
import org.tierlab.api.hotness.SourceSpec;
import org.tierlab.api.memory.AddressSpaceView;
import org.tierlab.api.time.Counter;
import org.tierlab.api.time.Kthread;

/** The source {@code region}: counts, in a counter that its jar names, how often it woke up. */
@Component(service = HotnessSource.class, scope = ServiceScope.PROTOTYPE)
@PluginName(name = "region")
public final class RegionSource implements HotnessSource {

  private static final long PERIOD_NS = 1_000_000;

  /** It has no knobs. */
  public record Knobs() {}

  private final Released released = new Released();

  /** Makes a source that is not attached. */
  @Activate
  public RegionSource() {}

  @Deactivate
  void deactivate() {
    released.released();
  }

  @Override
  public SourceSpec spec() {
    return new SourceSpec(Knobs.class, Set.of());
  }

  @Override
  public void attach(SourceContext context) {
    released.call();
    Kthread thread = context.kthread("region");
    wake(context, thread, context.counter(counterName()));
  }

  private void wake(SourceContext context, Kthread thread, Counter counter) {
    thread.after(
        PERIOD_NS,
        () -> {
          released.call();
          counter.add(1);
          HotnessEvents events = new HotnessEvents();
          for (AddressSpaceView mm : context.addressSpaces()) {
            long page = mm.vmas().get(0).firstPage();
            events.add(mm, page, 1, 1, 0, -1, -1, context.nowNs(), context.nowNs());
          }
          context.publish(events);
          wake(context, thread, counter);
        });
  }

  private static String counterName() {
    try (InputStream in = RegionSource.class.getResourceAsStream("/counter.txt")) {
      return in == null ? "region" : new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
