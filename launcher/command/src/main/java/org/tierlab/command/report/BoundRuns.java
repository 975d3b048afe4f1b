package org.tierlab.command.report;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.tierlab.sim.result.RunResult;

/**
 * Runs of the same workload under policies that are bounds: what no kernel can reach, beside what
 * was run.
 *
 * @param results by policy, one a seed
 */
public record BoundRuns(Map<String, List<RunResult>> results) {
  /** No bound was run. */
  public static final BoundRuns NONE = new BoundRuns(Map.of());

  /**
   * Tells runs apart.
   *
   * @param policies names in order
   * @param runs how many runs each has
   * @param results in the same order; fewer if interrupted
   * @return the runs, none if any is missing
   */
  public static BoundRuns of(Collection<String> policies, int runs, List<RunResult> results) {
    if (results.size() < policies.size() * runs) {
      return NONE;
    }
    Map<String, List<RunResult>> byPolicy = new LinkedHashMap<>();
    int from = 0;
    for (String policy : policies) {
      byPolicy.put(policy, List.copyOf(results.subList(from, from + runs)));
      from += runs;
    }
    return new BoundRuns(byPolicy);
  }

  /** Whether none was run. */
  boolean isEmpty() {
    return results.isEmpty();
  }

  /** The table for people. */
  String table() {
    TextTable table = new TextTable();
    table.row("", "run time", "promotions", "fast-node share");
    results.forEach(
        (policy, runs) ->
            table.row(
                "  " + policy,
                Figures.time(runs.stream().mapToLong(RunResult::runtimeNs).average().orElse(0)),
                Figures.count(
                    runs.stream().mapToLong(run -> run.total().promotions()).average().orElse(0)),
                Figures.share(
                    runs.stream().mapToDouble(RunReport::fastShare).average().orElse(0))));
    return table.toString();
  }

  /**
   * The runs for programs.
   *
   * @return one mapping a policy
   */
  public List<Object> document() {
    List<Object> bounds = new ArrayList<>();
    results.forEach(
        (policy, runs) -> {
          Map<String, @Nullable Object> keys = new LinkedHashMap<>();
          keys.put("policy", policy);
          keys.put("unattainable", true);
          keys.put("runtime_s", ResultDocument.runtime(runs));
          keys.put(
              "promotions",
              runs.stream().mapToLong(run -> run.total().promotions()).average().orElse(0));
          keys.put(
              "fast_node_share",
              runs.stream().mapToDouble(RunReport::fastShare).average().orElse(0));
          keys.put("hash", ResultDocument.hash(runs));
          bounds.add(keys);
        });
    return bounds;
  }
}
