package org.tierlab.command.experiment;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.tierlab.command.experiment.ConfigNode.Keys;
import org.tierlab.command.experiment.ConfigNode.Scalar;

/**
 * A context of a damo file as a damon source, and its schemes as damos policies, with the knobs of
 * these plug-ins.
 *
 * @param source the source's knobs
 * @param schemes the knobs of each policy
 */
record DamoContext(Keys source, List<Keys> schemes) {
  /** damo's defaults. */
  private static final long SAMPLE_US = 5_000;

  private static final long AGGR_US = 100_000;

  private static final long MOST_US = 100_000_000_000L;
  private static final long MOST_SAMPLE_US = 1_000_000_000L;
  private static final long MOST_REGIONS = 1_000_000;

  /**
   * Reads a context.
   *
   * @param node what the file holds
   * @param path where
   * @param pids the pids that the file has named before, to which this context's are added
   */
  static DamoContext read(ConfigNode node, String path, Set<String> pids) {
    DamoKeys keys =
        DamoKeys.of(
            node, path, "ops", "addr_unit", "targets", "intervals", "nr_regions", "schemes");
    Keys source = new Keys(keys.place());
    String ops = keys.word("ops", List.of("vaddr", "fvaddr", "paddr"));
    put(source, "operations", ops, keys, "ops");
    Long unit = keys.value("addr_unit", text -> DamoValues.number(text, 1 << 20), "1");
    if (unit != null && unit != 1) {
      throw keys.wrong("addr_unit", "is '" + unit + "', expected 1: addresses count bytes here");
    }
    targets(keys, source, "paddr".equals(ops), "fvaddr".equals(ops), pids);
    DamoKeys intervals =
        keys.below("intervals", "sample_us", "aggr_us", "ops_update_us", "intervals_goal");
    Long sampleUs = time(intervals, "sample_us", MOST_SAMPLE_US);
    Long aggrUs = time(intervals, "aggr_us", MOST_US);
    put(source, "sample_us", sampleUs, intervals, "sample_us");
    put(source, "aggr_us", aggrUs, intervals, "aggr_us");
    put(source, "update_us", time(intervals, "ops_update_us", MOST_US), intervals, "ops_update_us");
    goal(intervals, source);
    DamoKeys regions = keys.below("nr_regions", "min", "max");
    put(source, "min_nr_regions", regions(regions, "min"), regions, "min");
    put(source, "max_nr_regions", regions(regions, "max"), regions, "max");
    return new DamoContext(
        source,
        schemes(keys, sampleUs == null ? SAMPLE_US : sampleUs, aggrUs == null ? AGGR_US : aggrUs));
  }

  private static List<Keys> schemes(DamoKeys keys, long sampleUs, long aggrUs) {
    List<Keys> schemes = new ArrayList<>();
    for (ConfigNode scheme : keys.items("schemes")) {
      String path = keys.path("schemes") + "." + schemes.size();
      schemes.add(new DamoScheme(Math.max(1, sampleUs), Math.max(1, aggrUs)).read(scheme, path));
    }
    return schemes;
  }

  private static @Nullable Long time(DamoKeys keys, String key, long most) {
    return keys.value(key, text -> DamoValues.time(text, 1_000, most), DamoValues.TIME);
  }

  private static @Nullable Long regions(DamoKeys keys, String key) {
    return keys.value(key, text -> DamoValues.number(text, MOST_REGIONS), DamoValues.NUMBER);
  }

  private static void goal(DamoKeys intervals, Keys source) {
    DamoKeys goal =
        intervals.below("intervals_goal", "access_bp", "aggrs", "min_sample_us", "max_sample_us");
    Long accessBp = goal.value("access_bp", text -> DamoValues.parts(text, 10_000), DamoValues.BP);
    put(source, "access_bp", accessBp, goal, "access_bp");
    Long aggrs = goal.value("aggrs", text -> DamoValues.number(text, 1_000_000), DamoValues.NUMBER);
    put(source, "aggrs", aggrs, goal, "aggrs");
    // damo writes 0 for what is not tuned.
    for (String key : List.of("min_sample_us", "max_sample_us")) {
      Long us = time(goal, key, MOST_SAMPLE_US);
      put(source, key, us == null || us == 0 ? null : us, goal, key);
    }
  }

  private static void targets(
      DamoKeys keys, Keys source, boolean physical, boolean fixed, Set<String> pids) {
    List<String> numbers = new ArrayList<>();
    List<ConfigNode> targets = keys.items("targets");
    for (int t = 0; t < targets.size(); t++) {
      String path = keys.path("targets") + "." + t;
      DamoKeys target = DamoKeys.of(targets.get(t), path, "pid", "regions");
      String pid = target.value("pid", java.util.Optional::of, "a process");
      if (pid != null && !physical) {
        pids.add(pid);
        numbers.add(Integer.toString(new ArrayList<>(pids).indexOf(pid)));
      }
      ranges(target, source, fixed);
    }
    if (!numbers.isEmpty()) {
      put(source, "targets", String.join(",", numbers), keys, "targets");
    }
  }

  private static void ranges(DamoKeys target, Keys source, boolean fixed) {
    List<ConfigNode> regions = target.items("regions");
    for (int r = 0; r < regions.size(); r++) {
      DamoKeys region =
          DamoKeys.of(regions.get(r), target.path("regions") + "." + r, "start", "end");
      Long start = address(region, "start");
      Long end = address(region, "end");
      if (fixed && start != null && end != null) {
        if (source.values().containsKey("region_start")) {
          throw ExperimentException.at(
              region.place(),
              "fvaddr has another range, expected one for all targets of a context");
        }
        put(source, "region_start", start, region, "start");
        put(source, "region_end", end, region, "end");
      }
    }
  }

  private static @Nullable Long address(DamoKeys region, String key) {
    return region.value(key, text -> DamoValues.size(text, Long.MAX_VALUE), DamoValues.SIZE);
  }

  /** Sets a knob to what a key of the file says; nothing where the key is absent. */
  static void put(Keys into, String knob, @Nullable Object value, DamoKeys keys, String key) {
    if (value != null) {
      into.put(knob, new Scalar(value.toString(), keys.place(key)), keys.place(key));
    }
  }
}
