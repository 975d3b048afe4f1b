package org.tierlab.command.experiment;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.tierlab.command.experiment.ConfigNode.Keys;

/** A scheme of a damo file as the knobs of a damos policy. */
final class DamoScheme {
  private static final long MOST_BYTES = 1L << 50;
  private static final long MOST_COUNT = 1_000_000_000;
  private static final long MOST_US = 1_000_000_000_000L;
  private static final int MOST_DESTS = 8;
  private static final int MOST_FILTERS = 4;
  private static final int MOST_GOALS = 2;
  private static final List<String> ACTIONS = List.of("migrate_hot", "migrate_cold", "stat");
  private static final List<String> FILTERS =
      List.of("anon", "active", "young", "hugepage_size", "unmapped", "addr", "target");
  private static final List<String> METRICS =
      List.of(
          "user_input", "node_mem_used_bp", "node_mem_free_bp", "active_mem_bp", "inactive_mem_bp");

  private final long sampleUs;
  private final long aggrUs;
  private Keys made = new Keys(new Place(""));

  /**
   * A scheme of a context.
   *
   * @param sampleUs the context's sampling interval
   * @param aggrUs its aggregation interval
   */
  DamoScheme(long sampleUs, long aggrUs) {
    this.sampleUs = sampleUs;
    this.aggrUs = aggrUs;
  }

  /** Reads a scheme. */
  Keys read(ConfigNode node, String path) {
    DamoKeys keys =
        DamoKeys.of(
            node,
            path,
            "action",
            "target_nid",
            "dests",
            "apply_interval_us",
            "access_pattern",
            "quotas",
            "watermarks",
            "filters");
    made = new Keys(keys.place());
    String action = keys.word("action", ACTIONS);
    if (action == null) {
      throw ExperimentException.missing(
          keys.place(), keys.path("action"), "one of " + String.join(", ", ACTIONS));
    }
    word("action", action, keys, "action");
    copy("target_nid", keys, "target_nid", DamoScheme::node, "a node, or -1");
    copy("apply_interval_us", keys, "apply_interval_us", DamoScheme::micros, DamoValues.TIME);
    dests(keys);
    pattern(keys.below("access_pattern", "sz_bytes", "nr_accesses", "age"));
    quotas(keys);
    watermarks(keys);
    filters(keys);
    return made;
  }

  /** The kernel's words have underscores, those of knobs hyphens. */
  private void word(String knob, @Nullable String word, DamoKeys keys, String key) {
    put(knob, word == null ? null : word.replace('_', '-'), keys, key);
  }

  private void put(String knob, @Nullable Object value, DamoKeys keys, String key) {
    DamoContext.put(made, knob, value, keys, key);
  }

  private void copy(
      String knob,
      DamoKeys keys,
      String key,
      Function<String, Optional<Long>> read,
      String expected) {
    put(knob, keys.value(key, read, expected), keys, key);
  }

  private static Optional<Long> node(String text) {
    return text.equals("-1") ? Optional.of(-1L) : number(text);
  }

  private static Optional<Long> number(String text) {
    return DamoValues.number(text, MOST_COUNT);
  }

  private static Optional<Long> micros(String text) {
    return DamoValues.time(text, 1_000, MOST_US);
  }

  private static Optional<Long> millis(String text) {
    return DamoValues.time(text, 1_000_000, MOST_COUNT);
  }

  private static Optional<Long> bytes(String text) {
    return DamoValues.size(text, MOST_BYTES);
  }

  private static Optional<Long> permil(String text) {
    return DamoValues.parts(text, 1000);
  }

  private void dests(DamoKeys keys) {
    List<ConfigNode> dests = limited(keys, "dests", MOST_DESTS);
    for (int i = 0; i < dests.size(); i++) {
      DamoKeys dest =
          DamoKeys.of(dests.get(i), keys.path("dests") + "." + i, "id", "nid", "weight");
      String key = dest.node("id") == null ? "nid" : "id";
      copy("dest" + i + "_id", dest, key, DamoScheme::number, "a node");
      copy("dest" + i + "_weight", dest, "weight", DamoScheme::number, "a whole number from 0");
      if (dest.node(key) == null) {
        throw ExperimentException.missing(dest.place(), dest.path("id"), "a node");
      }
    }
  }

  private static List<ConfigNode> limited(DamoKeys keys, String key, int most) {
    List<ConfigNode> items = keys.items(key);
    if (items.size() > most) {
      throw keys.wrong(key, "has %d items, expected at most %d".formatted(items.size(), most));
    }
    return items;
  }

  private void pattern(DamoKeys pattern) {
    range(pattern, "sz_bytes", "sz", DamoScheme::bytes, DamoValues.SIZE);
    long samples = Math.max(1, aggrUs / sampleUs);
    range(
        pattern,
        "nr_accesses",
        "nr_accesses",
        text -> DamoValues.accesses(text, samples, MOST_COUNT),
        DamoValues.ACCESSES);
    range(pattern, "age", "age", text -> DamoValues.age(text, aggrUs, MOST_COUNT), DamoValues.AGE);
  }

  private void range(
      DamoKeys pattern,
      String key,
      String knob,
      Function<String, Optional<Long>> read,
      String expected) {
    DamoKeys range = pattern.below(key, "min", "max");
    copy(knob + "_min", range, "min", read, expected);
    copy(knob + "_max", range, "max", read, expected);
  }

  private void quotas(DamoKeys keys) {
    DamoKeys quotas =
        keys.below(
            "quotas", "time_ms", "sz_bytes", "reset_interval_ms", "goals", "goal_tuner", "weights");
    copy("quota_ms", quotas, "time_ms", DamoScheme::millis, DamoValues.TIME);
    copy("quota_bytes", quotas, "sz_bytes", DamoScheme::bytes, DamoValues.SIZE);
    copy("reset_interval_ms", quotas, "reset_interval_ms", DamoScheme::millis, DamoValues.TIME);
    word(
        "goal_tuner",
        quotas.word("goal_tuner", List.of("consist", "temporal")),
        quotas,
        "goal_tuner");
    DamoKeys weights = quotas.below("weights", "sz_permil", "nr_accesses_permil", "age_permil");
    for (String key : List.of("sz_permil", "nr_accesses_permil", "age_permil")) {
      copy(key, weights, key, DamoScheme::permil, DamoValues.PERMIL);
    }
    List<ConfigNode> goals = limited(quotas, "goals", MOST_GOALS);
    for (int i = 0; i < goals.size(); i++) {
      String path = quotas.path("goals") + "." + i;
      goal(
          "goal" + i,
          DamoKeys.of(goals.get(i), path, "metric", "target_value", "current_value", "nid"));
    }
  }

  private void goal(String knob, DamoKeys goal) {
    word(knob + "_metric", goal.word("metric", METRICS), goal, "metric");
    for (String key : List.of("target_value", "current_value")) {
      copy(knob + "_" + key, goal, key, text -> DamoValues.parts(text, 10_000), DamoValues.BP);
    }
    copy(knob + "_nid", goal, "nid", DamoScheme::number, "a node");
  }

  private void watermarks(DamoKeys keys) {
    DamoKeys marks =
        keys.below(
            "watermarks", "metric", "interval_us", "high_permil", "mid_permil", "low_permil");
    String metric = marks.word("metric", List.of("none", "free_mem_rate"));
    word("wmarks_metric", metric, marks, "metric");
    // Without a metric damo writes an interval of 0.
    if (metric != null && !metric.equals("none")) {
      copy("wmarks_interval_us", marks, "interval_us", DamoScheme::micros, DamoValues.TIME);
    }
    for (String mark : List.of("high", "mid", "low")) {
      copy("wmarks_" + mark, marks, mark + "_permil", DamoScheme::permil, DamoValues.PERMIL);
    }
  }

  private void filters(DamoKeys keys) {
    List<ConfigNode> filters = limited(keys, "filters", MOST_FILTERS);
    for (int i = 0; i < filters.size(); i++) {
      filter(
          "filter" + i,
          DamoKeys.of(
              filters.get(i),
              keys.path("filters") + "." + i,
              "filter_type",
              "matching",
              "allow",
              "filter_pass",
              "memcg_path",
              "address_range",
              "damon_target_idx",
              "hugepage_size"));
    }
  }

  private void filter(String knob, DamoKeys filter) {
    String type = filter.value("filter_type", Optional::of, "the type of a filter");
    if ("memcg".equals(type) || filter.node("memcg_path") != null) {
      throw filter.wrong(
          type == null || !type.equals("memcg") ? "memcg_path" : "filter_type",
          "asks for a control group, expected one of "
              + String.join(", ", FILTERS)
              + ": control groups are not modelled");
    }
    word(knob + "_type", filter.word("filter_type", FILTERS), filter, "filter_type");
    truth(knob + "_matching", filter, "matching");
    truth(knob + "_allow", filter, filter.node("allow") == null ? "filter_pass" : "allow");
    copy(knob + "_target_idx", filter, "damon_target_idx", DamoScheme::number, DamoValues.NUMBER);
    boolean sizes = "hugepage_size".equals(type);
    String range = sizes ? "hugepage_size" : "address_range";
    String from = sizes ? "min" : "start";
    String to = sizes ? "max" : "end";
    DamoKeys bounds = filter.below(range, from, to);
    copy(knob + "_min", bounds, from, DamoScheme::bytes, DamoValues.SIZE);
    copy(knob + "_max", bounds, to, DamoScheme::bytes, DamoValues.SIZE);
  }

  private void truth(String knob, DamoKeys keys, String key) {
    put(knob, keys.value(key, DamoValues::truth, DamoValues.TRUTH), keys, key);
  }
}
