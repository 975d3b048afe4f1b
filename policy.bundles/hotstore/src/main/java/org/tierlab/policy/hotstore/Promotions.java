package org.tierlab.policy.hotstore;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.tierlab.api.Counts;
import org.tierlab.api.knob.Knobs;
import org.tierlab.api.policy.PolicyContext;
import org.tierlab.api.time.Counter;

/**
 * What all migrator threads share: a throttle for each target node, and the account of which source
 * caused how many promotions.
 */
@Counts(
    counter = "pgpromote_candidate",
    unit = "pages",
    about = "Candidates for promotion that were hot enough, counted before the rate limit.",
    source = "/proc/vmstat")
@Counts(
    counter = "pgpromote_candidate_nrl",
    unit = "pages",
    about = "Candidates for promotion without rate limit, as the target had free space.",
    source = "/proc/vmstat")
@Counts(
    counter = "pghot_promoted_source_<source>",
    unit = "pages",
    about = "Promoted because of the source of that number, in order of attachment.",
    source = "model")
@Counts(
    counter = "pghot_promoted_<class>",
    unit = "pages",
    about = "Promoted because of a class of sources: hwhints, pgtscans, hintfaults.",
    source = "model")
final class Promotions {
  private final PolicyContext context;
  private final Knobs<HotStoreKnobs> knobs;
  private final SourceClassifier classifier;
  private final PromotionThrottle[] throttles;
  private final Counter candidates;
  private final Counter unlimited;
  private final @Nullable Counter[] bySource = new Counter[SourceClassifier.SOURCES];
  private final EnumMap<SourceClass, Counter> byClass;

  Promotions(PolicyContext context, Knobs<HotStoreKnobs> knobs, SourceClassifier classifier) {
    this.context = context;
    this.knobs = knobs;
    this.classifier = classifier;
    throttles = new PromotionThrottle[context.machine().nodes()];
    Arrays.setAll(throttles, node -> new PromotionThrottle());
    candidates = context.counter("pgpromote_candidate");
    unlimited = context.counter("pgpromote_candidate_nrl");
    byClass = SourceClass.counters(context, "pghot_promoted_");
  }

  /**
   * Whether a ready folio may go: plenty of room, or accessed later than the threshold ago and
   * within the rate limit.
   *
   * @param target where to
   * @param pages of the folio
   * @param latencyMs since its last access, as far as the record can tell
   * @param nowMs the time
   * @return true if it may
   */
  boolean admit(int target, int pages, long latencyMs, long nowMs) {
    HotStoreKnobs now = knobs.get();
    PromotionThrottle throttle = throttles[target];
    if (PromotionThrottle.freeSpaceEnough(context.machine().node(target))) {
      throttle.dropThreshold();
      unlimited.add(pages);
      return true;
    }
    throttle.adjust(nowMs, now);
    if (latencyMs >= throttle.thresholdMs(now)) {
      return false;
    }
    candidates.add(pages);
    return throttle.admit(nowMs, pages, now.rateLimitPagesPerSecond());
  }

  /** Counts a promotion for the source that caused it. */
  void done(int source, int pages) {
    Counter counter = bySource[source];
    if (counter == null) {
      counter = context.counter("pghot_promoted_source_" + source);
      bySource[source] = counter;
    }
    counter.add(pages);
    Objects.requireNonNull(byClass.get(classifier.lastClassOf(source))).add(pages);
  }
}
