package org.tierlab.policy.damos;

import java.util.ArrayList;
import java.util.List;
import org.tierlab.api.knob.Knob;
import org.tierlab.api.knob.KnobException;
import org.tierlab.api.knob.Unit;

/**
 * The knobs of one scheme, under the names of the first scheme of the first context. The intervals
 * are the monitor's; if its differ from their defaults, they must be given here too.
 *
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
 * @param goalMetric what the quota is tuned by
 * @param goalTargetValue value of the metric to reach
 * @param goalCurrentValue present value of the metric user-input
 * @param goalNid node that the metric is of
 * @param goalTuner how the quota follows the goal: step by step, or all until it is reached
 * @param wmarksMetric what switches the scheme on and off
 * @param wmarksHigh the scheme goes off above this, in 1/1000
 * @param wmarksMid the scheme goes on below this, in 1/1000
 * @param wmarksLow the scheme goes off below this, in 1/1000
 * @param filter0Type what filter 0 looks at
 * @param filter0Matching whether filter 0 is about memory of its type or all other
 * @param filter0Allow whether filter 0 lets memory through or keeps it back
 * @param filter0Min least folio size, or first address, of filter 0
 * @param filter0Max greatest folio size, or end address, of filter 0
 * @param filter0TargetIdx process number of filter 0
 * @param filter1Type what filter 1 looks at
 * @param filter1Matching whether filter 1 is about memory of its type or all other
 * @param filter1Allow whether filter 1 lets memory through or keeps it back
 * @param filter1Min least folio size, or first address, of filter 1
 * @param filter1Max greatest folio size, or end address, of filter 1
 * @param filter1TargetIdx process number of filter 1
 * @param dest0Id node of destination 0; -1 for none. Destinations replace target_nid
 * @param dest0Weight share of destination 0
 * @param dest1Id node of destination 1; -1 for none. Destinations replace target_nid
 * @param dest1Weight share of destination 1
 * @param dest2Id node of destination 2; -1 for none. Destinations replace target_nid
 * @param dest2Weight share of destination 2
 * @param dest3Id node of destination 3; -1 for none. Destinations replace target_nid
 * @param dest3Weight share of destination 3
 * @param sampleUs sampling interval of the monitor: how often new aggregations are looked for, and
 *     how many samples an aggregation has
 * @param aggrUs aggregation interval of the monitor
 */
public record DamosKnobs(
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
            value = "none",
            kernel = DamosKnobs.SCHEME + "quotas/goals/0/target_metric",
            about = "What the quota is tuned by.")
        QuotaGoal.Metric goalMetric,
    @Knob(
            value = "10000",
            min = 1,
            max = 1e15,
            kernel = DamosKnobs.SCHEME + "quotas/goals/0/target_value",
            about = "Value of the metric to reach.")
        long goalTargetValue,
    @Knob(
            value = "0",
            min = 0,
            max = 1e15,
            kernel = DamosKnobs.SCHEME + "quotas/goals/0/current_value",
            about = "Present value of the metric user-input.")
        long goalCurrentValue,
    @Knob(
            value = "0",
            min = 0,
            max = 7,
            kernel = DamosKnobs.SCHEME + "quotas/goals/0/nid",
            about = "Node that the metric is of.")
        int goalNid,
    @Knob(
            value = "consist",
            kernel = DamosKnobs.SCHEME + "quotas/goal_tuner",
            about = "How the quota follows the goal: step by step, or all until it is reached.")
        QuotaGoal.Tuner goalTuner,
    @Knob(
            value = "none",
            kernel = DamosKnobs.SCHEME + "watermarks/metric",
            about = "What switches the scheme on and off.")
        Watermarks.Metric wmarksMetric,
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
    @Knob(
            value = "none",
            kernel = DamosKnobs.SCHEME + "filters/0/type",
            about = "What filter 0 looks at.")
        Filter.Type filter0Type,
    @Knob(
            value = "true",
            kernel = DamosKnobs.SCHEME + "filters/0/matching",
            about = "Whether filter 0 is about memory of its type or all other.")
        boolean filter0Matching,
    @Knob(
            value = "false",
            kernel = DamosKnobs.SCHEME + "filters/0/allow",
            about = "Whether filter 0 lets memory through or keeps it back.")
        boolean filter0Allow,
    @Knob(
            value = "0",
            unit = Unit.BYTES,
            min = 0,
            max = 1L << 50,
            kernel = DamosKnobs.SCHEME + "filters/0/min",
            about = "Least folio size, or first address, of filter 0.")
        long filter0Min,
    @Knob(
            value = "0",
            unit = Unit.BYTES,
            min = 0,
            max = 1L << 50,
            kernel = DamosKnobs.SCHEME + "filters/0/max",
            about = "Greatest folio size, or end address, of filter 0.")
        long filter0Max,
    @Knob(
            value = "0",
            min = 0,
            max = 1e9,
            kernel = DamosKnobs.SCHEME + "filters/0/damon_target_idx",
            about = "Process number of filter 0.")
        int filter0TargetIdx,
    @Knob(
            value = "none",
            kernel = DamosKnobs.SCHEME + "filters/1/type",
            about = "What filter 1 looks at.")
        Filter.Type filter1Type,
    @Knob(
            value = "true",
            kernel = DamosKnobs.SCHEME + "filters/1/matching",
            about = "Whether filter 1 is about memory of its type or all other.")
        boolean filter1Matching,
    @Knob(
            value = "false",
            kernel = DamosKnobs.SCHEME + "filters/1/allow",
            about = "Whether filter 1 lets memory through or keeps it back.")
        boolean filter1Allow,
    @Knob(
            value = "0",
            unit = Unit.BYTES,
            min = 0,
            max = 1L << 50,
            kernel = DamosKnobs.SCHEME + "filters/1/min",
            about = "Least folio size, or first address, of filter 1.")
        long filter1Min,
    @Knob(
            value = "0",
            unit = Unit.BYTES,
            min = 0,
            max = 1L << 50,
            kernel = DamosKnobs.SCHEME + "filters/1/max",
            about = "Greatest folio size, or end address, of filter 1.")
        long filter1Max,
    @Knob(
            value = "0",
            min = 0,
            max = 1e9,
            kernel = DamosKnobs.SCHEME + "filters/1/damon_target_idx",
            about = "Process number of filter 1.")
        int filter1TargetIdx,
    @Knob(
            value = "-1",
            min = -1,
            max = 7,
            kernel = DamosKnobs.SCHEME + "dests/0/id",
            about = "Node of destination 0; -1 for none. Destinations replace target_nid.")
        int dest0Id,
    @Knob(
            value = "0",
            min = 0,
            max = 1e6,
            kernel = DamosKnobs.SCHEME + "dests/0/weight",
            about = "Share of destination 0.")
        int dest0Weight,
    @Knob(
            value = "-1",
            min = -1,
            max = 7,
            kernel = DamosKnobs.SCHEME + "dests/1/id",
            about = "Node of destination 1; -1 for none. Destinations replace target_nid.")
        int dest1Id,
    @Knob(
            value = "0",
            min = 0,
            max = 1e6,
            kernel = DamosKnobs.SCHEME + "dests/1/weight",
            about = "Share of destination 1.")
        int dest1Weight,
    @Knob(
            value = "-1",
            min = -1,
            max = 7,
            kernel = DamosKnobs.SCHEME + "dests/2/id",
            about = "Node of destination 2; -1 for none. Destinations replace target_nid.")
        int dest2Id,
    @Knob(
            value = "0",
            min = 0,
            max = 1e6,
            kernel = DamosKnobs.SCHEME + "dests/2/weight",
            about = "Share of destination 2.")
        int dest2Weight,
    @Knob(
            value = "-1",
            min = -1,
            max = 7,
            kernel = DamosKnobs.SCHEME + "dests/3/id",
            about = "Node of destination 3; -1 for none. Destinations replace target_nid.")
        int dest3Id,
    @Knob(
            value = "0",
            min = 0,
            max = 1e6,
            kernel = DamosKnobs.SCHEME + "dests/3/weight",
            about = "Share of destination 3.")
        int dest3Weight,
    @Knob(
            value = "5000",
            unit = Unit.US,
            min = 1,
            max = 1e9,
            kernel = DamosKnobs.CONTEXT + "monitoring_attrs/intervals/sample_us",
            about =
                "Sampling interval of the monitor: how often new aggregations are looked for, and how many samples an aggregation has.")
        long sampleUs,
    @Knob(
            value = "100000",
            unit = Unit.US,
            min = 1,
            max = 1e11,
            kernel = DamosKnobs.CONTEXT + "monitoring_attrs/intervals/aggr_us",
            about = "Aggregation interval of the monitor.")
        long aggrUs) {

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
    ordered("aggr_us", sampleUs, aggrUs);
    boolean anywhere = targetNid >= 0 || dest0Id >= 0 || dest1Id >= 0 || dest2Id >= 0;
    if (action != Action.STAT && !anywhere && dest3Id < 0) {
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
    List<Destinations.Destination> chosen = new ArrayList<>();
    addDestination(chosen, dest0Id, dest0Weight);
    addDestination(chosen, dest1Id, dest1Weight);
    addDestination(chosen, dest2Id, dest2Weight);
    addDestination(chosen, dest3Id, dest3Weight);
    return chosen.isEmpty() ? Destinations.one(targetNid) : Destinations.of(chosen);
  }

  private static void addDestination(List<Destinations.Destination> to, int node, int weight) {
    if (node >= 0) {
      to.add(new Destinations.Destination(node, weight));
    }
  }

  List<Filter> filters() {
    List<Filter> filters = new ArrayList<>();
    filters.add(
        new Filter(
            filter0Type, filter0Matching, filter0Allow, filter0Min, filter0Max, filter0TargetIdx));
    filters.add(
        new Filter(
            filter1Type, filter1Matching, filter1Allow, filter1Min, filter1Max, filter1TargetIdx));
    filters.removeIf(filter -> filter.type() == Filter.Type.NONE);
    return filters;
  }

  /** The most that a region can be accessed in an aggregation. */
  int maxNrAccesses() {
    return (int) Math.max(1, Math.min(Integer.MAX_VALUE, aggrUs / sampleUs));
  }
}
