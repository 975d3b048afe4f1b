package org.tierlab.policy.damos;

import java.util.List;
import java.util.stream.Stream;
import org.tierlab.api.knob.Knob;
import org.tierlab.api.knob.KnobException;
import org.tierlab.api.knob.KnobGroup;
import org.tierlab.api.knob.Unit;

/**
 * The knobs of one scheme. Those of destinations, filters and goals are numbered: {@code
 * dest0_weight}, {@code filter1_type}, {@code goal0_metric}.
 *
 * @param monitor the source whose aggregations the scheme is applied to
 * @param action what is done with a region that matches
 * @param targetNid node that regions migrate to; -1 for none
 * @param applyIntervalUs time between applications; 0 for once an aggregation
 * @param szMin least size of a region
 * @param szMax greatest size of a region
 * @param nrAccessesMin least number of samples that found an access
 * @param nrAccessesMax greatest number of samples that found an access
 * @param ageMin least age of a region, in aggregations
 * @param ageMax greatest age of a region, in aggregations
 * @param quotaMs time that the scheme may use in a quota window; 0 for no limit
 * @param quotaBytes memory that the scheme may try in a quota window; 0 for no limit
 * @param resetIntervalMs length of a quota window; 0 for a new one at every application
 * @param szPermil weight of the size in the priority; virtual and physical monitoring ignore it
 * @param nrAccessesPermil weight of the access count in the priority
 * @param agePermil weight of the age in the priority
 * @param goalTuner how the quota follows the goals: step by step, or all until one is reached
 * @param goal0 a goal
 * @param goal1 another
 * @param wmarksMetric what switches the scheme on and off
 * @param wmarksIntervalUs time between looks at the metric while the scheme is off
 * @param wmarksHigh the scheme goes off above this, in 1/1000
 * @param wmarksMid the scheme goes on below this, in 1/1000
 * @param wmarksLow the scheme goes off below this, in 1/1000
 * @param filter0 the filter that is asked first
 * @param filter1 the next
 * @param filter2 the next
 * @param filter3 the last
 * @param dest0 a destination
 * @param dest1 a destination
 * @param dest2 a destination
 * @param dest3 a destination
 * @param dest4 a destination
 * @param dest5 a destination
 * @param dest6 a destination
 * @param dest7 a destination
 */
public record DamosKnobs(
    @Knob(
            value = "",
            runtime = false,
            about =
                "What the run calls the source that the scheme belongs to; empty for the only"
                    + " damon source, or, in a run without one, for all sources.")
        String monitor,
    @Knob(
            value = "stat",
            kernel = DamosKnobs.SCHEME + "action",
            about = "What is done with a region that matches.")
        Action action,
    @Knob(
            value = "-1",
            min = -1,
            max = 7,
            kernel = DamosKnobs.SCHEME + "target_nid",
            about = "Node that regions migrate to; -1 for none.")
        int targetNid,
    @Knob(
            value = "0",
            unit = Unit.US,
            min = 0,
            max = 1e12,
            kernel = DamosKnobs.SCHEME + "apply_interval_us",
            about = "Time between applications; 0 for once an aggregation.")
        long applyIntervalUs,
    @Knob(
            value = "0",
            unit = Unit.BYTES,
            min = 0,
            max = 1L << 50,
            kernel = DamosKnobs.SCHEME + "access_pattern/sz/min",
            about = "Least size of a region.")
        long szMin,
    @Knob(
            value = "1125899906842624",
            unit = Unit.BYTES,
            min = 0,
            max = 1L << 50,
            kernel = DamosKnobs.SCHEME + "access_pattern/sz/max",
            about = "Greatest size of a region.")
        long szMax,
    @Knob(
            value = "0",
            min = 0,
            max = 1e9,
            kernel = DamosKnobs.SCHEME + "access_pattern/nr_accesses/min",
            about = "Least number of samples that found an access.")
        int nrAccessesMin,
    @Knob(
            value = "1000000000",
            min = 0,
            max = 1e9,
            kernel = DamosKnobs.SCHEME + "access_pattern/nr_accesses/max",
            about = "Greatest number of samples that found an access.")
        int nrAccessesMax,
    @Knob(
            value = "0",
            min = 0,
            max = 1e9,
            kernel = DamosKnobs.SCHEME + "access_pattern/age/min",
            about = "Least age of a region, in aggregations.")
        int ageMin,
    @Knob(
            value = "1000000000",
            min = 0,
            max = 1e9,
            kernel = DamosKnobs.SCHEME + "access_pattern/age/max",
            about = "Greatest age of a region, in aggregations.")
        int ageMax,
    @Knob(
            value = "0",
            unit = Unit.MS,
            min = 0,
            max = 1e9,
            kernel = DamosKnobs.SCHEME + "quotas/ms",
            about = "Time that the scheme may use in a quota window; 0 for no limit.")
        long quotaMs,
    @Knob(
            value = "0",
            unit = Unit.BYTES,
            min = 0,
            max = 1L << 50,
            kernel = DamosKnobs.SCHEME + "quotas/bytes",
            about = "Memory that the scheme may try in a quota window; 0 for no limit.")
        long quotaBytes,
    @Knob(
            value = "0",
            unit = Unit.MS,
            min = 0,
            max = 1e9,
            kernel = DamosKnobs.SCHEME + "quotas/reset_interval_ms",
            about = "Length of a quota window; 0 for a new one at every application.")
        long resetIntervalMs,
    @Knob(
            value = "0",
            min = 0,
            max = 1000,
            kernel = DamosKnobs.SCHEME + "quotas/weights/sz_permil",
            about =
                "Weight of the size in the priority; virtual and physical monitoring ignore it.")
        int szPermil,
    @Knob(
            value = "0",
            min = 0,
            max = 1000,
            kernel = DamosKnobs.SCHEME + "quotas/weights/nr_accesses_permil",
            about = "Weight of the access count in the priority.")
        int nrAccessesPermil,
    @Knob(
            value = "0",
            min = 0,
            max = 1000,
            kernel = DamosKnobs.SCHEME + "quotas/weights/age_permil",
            about = "Weight of the age in the priority.")
        int agePermil,
    @Knob(
            value = "consist",
            kernel = DamosKnobs.SCHEME + "quotas/goal_tuner",
            about = "How the quota follows the goal: step by step, or all until it is reached.")
        QuotaGoal.Tuner goalTuner,
    @KnobGroup(kernel = DamosKnobs.SCHEME + "quotas/goals/0/") GoalKnobs goal0,
    @KnobGroup(kernel = DamosKnobs.SCHEME + "quotas/goals/1/") GoalKnobs goal1,
    @Knob(
            value = "none",
            kernel = DamosKnobs.SCHEME + "watermarks/metric",
            about = "What switches the scheme on and off.")
        Watermarks.Metric wmarksMetric,
    @Knob(
            value = "5000000",
            unit = Unit.US,
            min = 1,
            max = 1e12,
            kernel = DamosKnobs.SCHEME + "watermarks/interval_us",
            about =
                "Time between looks at the metric while the scheme is off; 5 s as damo sets it.")
        long wmarksIntervalUs,
    @Knob(
            value = "0",
            min = 0,
            max = 1000,
            kernel = DamosKnobs.SCHEME + "watermarks/high",
            about = "The scheme goes off above this, in 1/1000.")
        int wmarksHigh,
    @Knob(
            value = "0",
            min = 0,
            max = 1000,
            kernel = DamosKnobs.SCHEME + "watermarks/mid",
            about = "The scheme goes on below this, in 1/1000.")
        int wmarksMid,
    @Knob(
            value = "0",
            min = 0,
            max = 1000,
            kernel = DamosKnobs.SCHEME + "watermarks/low",
            about = "The scheme goes off below this, in 1/1000.")
        int wmarksLow,
    @KnobGroup(kernel = DamosKnobs.SCHEME + "filters/0/") FilterKnobs filter0,
    @KnobGroup(kernel = DamosKnobs.SCHEME + "filters/1/") FilterKnobs filter1,
    @KnobGroup(kernel = DamosKnobs.SCHEME + "filters/2/") FilterKnobs filter2,
    @KnobGroup(kernel = DamosKnobs.SCHEME + "filters/3/") FilterKnobs filter3,
    @KnobGroup(kernel = DamosKnobs.SCHEME + "dests/0/") DestinationKnobs dest0,
    @KnobGroup(kernel = DamosKnobs.SCHEME + "dests/1/") DestinationKnobs dest1,
    @KnobGroup(kernel = DamosKnobs.SCHEME + "dests/2/") DestinationKnobs dest2,
    @KnobGroup(kernel = DamosKnobs.SCHEME + "dests/3/") DestinationKnobs dest3,
    @KnobGroup(kernel = DamosKnobs.SCHEME + "dests/4/") DestinationKnobs dest4,
    @KnobGroup(kernel = DamosKnobs.SCHEME + "dests/5/") DestinationKnobs dest5,
    @KnobGroup(kernel = DamosKnobs.SCHEME + "dests/6/") DestinationKnobs dest6,
    @KnobGroup(kernel = DamosKnobs.SCHEME + "dests/7/") DestinationKnobs dest7) {

  /** Where the kernel keeps the knobs of a context. */
  static final String CONTEXT = "/sys/kernel/mm/damon/admin/kdamonds/N/contexts/N/";

  /** Where the kernel keeps the knobs of a scheme. */
  static final String SCHEME = CONTEXT + "schemes/N/";

  /** What is done with a region that matches. */
  public enum Action {
    /** It is migrated; under a quota the hottest first. */
    MIGRATE_HOT,
    /** It is migrated; under a quota the coldest first. */
    MIGRATE_COLD,
    /** It is counted. */
    STAT
  }

  /** Checks how the knobs go together. */
  public DamosKnobs {
    ordered("sz_max", szMin, szMax);
    ordered("nr_accesses_max", nrAccessesMin, nrAccessesMax);
    ordered("age_max", ageMin, ageMax);
    ordered("wmarks_mid", wmarksLow, wmarksMid);
    ordered("wmarks_high", wmarksMid, wmarksHigh);
    List<DestinationKnobs> all = List.of(dest0, dest1, dest2, dest3, dest4, dest5, dest6, dest7);
    boolean anywhere = targetNid >= 0 || all.stream().anyMatch(DestinationKnobs::exists);
    if (action != Action.STAT && !anywhere) {
      throw new KnobException(
          "target_nid",
          "knob 'target_nid' is '-1' and there is no destination, expected a node to migrate to");
    }
  }

  private static void ordered(String knob, long least, long value) {
    if (value < least) {
      throw new KnobException(
          knob, "knob '%s' is '%d', expected at least %d".formatted(knob, value, least));
    }
  }

  AccessPattern pattern() {
    return new AccessPattern(szMin, szMax, nrAccessesMin, nrAccessesMax, ageMin, ageMax);
  }

  QuotaLimits limits() {
    return new QuotaLimits(quotaMs, quotaBytes, resetIntervalMs);
  }

  Destinations destinations() {
    List<DestinationKnobs> chosen =
        Stream.of(dest0, dest1, dest2, dest3, dest4, dest5, dest6, dest7)
            .filter(DestinationKnobs::exists)
            .toList();
    return chosen.isEmpty() ? Destinations.one(targetNid) : Destinations.of(chosen);
  }

  List<Filter> filters() {
    return Stream.of(filter0, filter1, filter2, filter3)
        .map(FilterKnobs::filter)
        .filter(filter -> filter.type() != Filter.Type.NONE)
        .toList();
  }

  List<QuotaGoal> goals() {
    return Stream.of(goal0, goal1).map(GoalKnobs::goal).filter(QuotaGoal::exists).toList();
  }
}
