package org.tierlab.source.damon;

import org.tierlab.api.knob.Knob;
import org.tierlab.api.knob.KnobException;
import org.tierlab.api.knob.Unit;

/**
 * DAMON's knobs: one kdamond with one context. Changes take effect at the end of an aggregation,
 * other intervals for good, those that tuning has found included.
 *
 * @param operations what addresses are watched
 * @param targets which processes are watched
 * @param children whether the children of these processes are watched too
 * @param regionStart start of the range that fvaddr watches
 * @param regionEnd its end
 * @param sampleUs time between preparing and checking accesses
 * @param aggrUs time over which checks are added up
 * @param updateUs time between looks at processes and mappings
 * @param accessBp wanted share of positive checks
 * @param aggrs aggregations between two tunings of the intervals
 * @param minSampleUs least sampling interval of the tuning
 * @param maxSampleUs greatest sampling interval of the tuning
 * @param minNrRegions least number of regions
 * @param maxNrRegions greatest number of regions
 * @param staleTlbUs how long a translation stays cached in a TLB
 */
public record DamonKnobs(
    @Knob(
            value = "vaddr",
            runtime = false,
            kernel = DamonKnobs.CONTEXT + "operations",
            about =
                "What is watched: mappings of processes (vaddr), a fixed range of each (fvaddr) or"
                    + " all their memory as one (paddr).")
        Operations operations,
    @Knob(
            value = "",
            runtime = false,
            about =
                "Processes to watch, by name or number, with commas between; empty for all, those"
                    + " that start later too.")
        String targets,
    @Knob(
            value = "false",
            runtime = false,
            about =
                "Whether their children are watched too, and theirs, from the next update on: damo"
                    + " adds them.")
        boolean children,
    @Knob(
            value = "0",
            unit = Unit.BYTES,
            min = 0,
            max = 1L << 47,
            runtime = false,
            kernel = DamonKnobs.CONTEXT + "targets/0/regions/0/start",
            about = "Virtual address where fvaddr starts.")
        long regionStart,
    @Knob(
            value = "0",
            unit = Unit.BYTES,
            min = 0,
            max = 1L << 47,
            runtime = false,
            kernel = DamonKnobs.CONTEXT + "targets/0/regions/0/end",
            about = "Virtual address where fvaddr ends; 0 takes first to last mapping.")
        long regionEnd,
    @Knob(
            value = "5000",
            unit = Unit.US,
            min = 1,
            max = 1e9,
            kernel = DamonKnobs.CONTEXT + "monitoring_attrs/intervals/sample_us",
            about = "Sampling interval.")
        long sampleUs,
    @Knob(
            value = "100000",
            unit = Unit.US,
            min = 1,
            max = 1e11,
            kernel = DamonKnobs.CONTEXT + "monitoring_attrs/intervals/aggr_us",
            about = "Aggregation interval; at least the sampling interval.")
        long aggrUs,
    @Knob(
            value = "1000000",
            unit = Unit.US,
            min = 1,
            max = 1e11,
            kernel = DamonKnobs.CONTEXT + "monitoring_attrs/intervals/update_us",
            about =
                "Interval of looks at processes and mappings; 1 s as damo sets it (the kernel's"
                    + " own default is 60 s).")
        long updateUs,
    @Knob(
            value = "0",
            min = 0,
            max = 10_000,
            kernel = DamonKnobs.CONTEXT + "monitoring_attrs/intervals/intervals_goal/access_bp",
            about = "Share of positive access checks that tuning aims at, in 1/10000.")
        int accessBp,
    @Knob(
            value = "0",
            min = 0,
            max = 1e6,
            kernel = DamonKnobs.CONTEXT + "monitoring_attrs/intervals/intervals_goal/aggrs",
            about = "Aggregations between two tunings of the intervals; 0 leaves them alone.")
        int aggrs,
    @Knob(
            value = "5000",
            unit = Unit.US,
            min = 1,
            max = 1e9,
            kernel = DamonKnobs.CONTEXT + "monitoring_attrs/intervals/intervals_goal/min_sample_us",
            about = "Least sampling interval that tuning sets.")
        long minSampleUs,
    @Knob(
            value = "10000000",
            unit = Unit.US,
            min = 1,
            max = 1e9,
            kernel = DamonKnobs.CONTEXT + "monitoring_attrs/intervals/intervals_goal/max_sample_us",
            about = "Greatest sampling interval that tuning sets.")
        long maxSampleUs,
    @Knob(
            value = "10",
            min = 3,
            max = 1e6,
            kernel = DamonKnobs.CONTEXT + "monitoring_attrs/nr_regions/min",
            about = "Least number of regions: no region grows beyond the total divided by it.")
        int minNrRegions,
    @Knob(
            value = "1000",
            min = 3,
            max = 1e6,
            kernel = DamonKnobs.CONTEXT + "monitoring_attrs/nr_regions/max",
            about = "Greatest number of regions.")
        int maxNrRegions,
    @Knob(
            value = "0",
            unit = Unit.US,
            min = 0,
            max = 1e9,
            about =
                "How long a translation stays cached in a TLB after it was loaded; accesses through"
                    + " it leave no trace. 0: every access walks the page table.")
        long staleTlbUs) {

  /** Where the kernel keeps the knobs of a context. */
  static final String CONTEXT = "/sys/kernel/mm/damon/admin/kdamonds/N/contexts/N/";

  /** Checks how the knobs go together. */
  public DamonKnobs {
    atLeast("aggr_us", aggrUs, "sample_us", sampleUs);
    atLeast("max_nr_regions", maxNrRegions, "min_nr_regions", minNrRegions);
    atLeast("max_sample_us", maxSampleUs, "min_sample_us", minSampleUs);
    if (regionEnd != 0) {
      atLeast("region_end", regionEnd, "region_start", regionStart + 1);
    }
  }

  private static void atLeast(String knob, long value, String other, long least) {
    if (value < least) {
      throw new KnobException(
          knob,
          "knob '%s' is '%d', expected at least %d because of '%s'"
              .formatted(knob, value, least, other));
    }
  }

  /** What addresses are watched. */
  public enum Operations {
    /** Virtual addresses of processes, in three ranges that follow their mappings. */
    VADDR,
    /** A fixed range of virtual addresses. */
    FVADDR,
    /** All memory of all processes, one behind the other. */
    PADDR
  }

  boolean tunesIntervals() {
    return aggrs > 0;
  }
}
