package org.tierlab.policy.damos;

import java.util.List;
import org.tierlab.api.knob.KnobException;
import org.tierlab.api.policy.PolicyContext;
import org.tierlab.api.policy.PublishingSource;

/**
 * The monitor that a scheme belongs to: the damon source that its knob names, else the only one,
 * else, in a run without DAMON, whatever publishes.
 */
final class Monitor {
  private static final String PLUGIN = "damon";

  private final PolicyContext context;
  private final String name;
  private List<PublishingSource> sources;
  private boolean anyDamon;

  /**
   * Finds the monitor.
   *
   * @param context the run
   * @param name the knob's value
   * @throws KnobException if the run has no such source, or several to choose from
   */
  Monitor(PolicyContext context, String name) {
    this.context = context;
    this.name = name;
    sources = context.sources();
    look();
    List<String> candidates =
        sources.stream()
            .filter(source -> !name.isEmpty() || source.plugin().equals(PLUGIN))
            .map(PublishingSource::name)
            .toList();
    boolean found = name.isEmpty() ? candidates.size() <= 1 : candidates.contains(name);
    if (!found) {
      throw new KnobException(
          "monitor",
          "knob 'monitor' is '"
              + name
              + "', expected the name of a source: "
              + (candidates.isEmpty() ? "the run has none" : String.join(", ", candidates)));
    }
  }

  /** Looks which sources there are now. */
  void look() {
    sources = context.sources();
    anyDamon = sources.stream().anyMatch(source -> source.plugin().equals(PLUGIN));
  }

  /** Whether the scheme is about what a source has published. */
  boolean is(int number) {
    for (PublishingSource source : sources) {
      if (source.number() == number) {
        return name.isEmpty()
            ? !anyDamon || source.plugin().equals(PLUGIN)
            : source.name().equals(name);
      }
    }
    return false;
  }

  /** Tells the monitor whether the scheme is active. */
  void needed(boolean active) {
    for (PublishingSource source : sources) {
      if (is(source.number())) {
        context.needs(source.number(), active);
      }
    }
  }

  /** Tells the monitor that the scheme was applied to pages. */
  void actedOn(int mm, long firstPage, long pages) {
    for (PublishingSource source : sources) {
      if (is(source.number())) {
        context.actedOn(source.number(), mm, firstPage, pages);
      }
    }
  }

  /** The name of the monitor's thread, which applies the scheme: {@code kdamond.0} of DAMON's. */
  String kdamond() {
    String called = name;
    for (PublishingSource source : sources) {
      called = name.isEmpty() && source.plugin().equals(PLUGIN) ? source.name() : called;
    }
    return "kdamond." + (called.isEmpty() || called.equals(PLUGIN) ? "0" : called);
  }
}
