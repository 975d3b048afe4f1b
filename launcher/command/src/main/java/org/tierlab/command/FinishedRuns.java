package org.tierlab.command;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tierlab.command.experiment.ExperimentPlan;
import org.tierlab.sim.result.RunResult;

/**
 * What an interrupted comparison has.
 *
 * @param compared finished runs by variant: at least two of each, and none at all if the first
 *     variant, with which the others are compared, has fewer
 * @param missing how many runs the variants have that are not whole, in words
 * @param all the finished runs
 * @param asked how many runs were asked for
 */
record FinishedRuns(
    Map<String, List<RunResult>> compared, List<String> missing, List<RunResult> all, int asked) {

  /** Results are in the order of the runs that were asked for; those at the end may be absent. */
  static FinishedRuns of(Map<String, ExperimentPlan> plans, List<RunResult> results) {
    Map<String, List<RunResult>> compared = new LinkedHashMap<>();
    List<String> missing = new ArrayList<>();
    List<RunResult> all = new ArrayList<>();
    boolean first = true;
    boolean hasFirst = false;
    int from = 0;
    for (Map.Entry<String, ExperimentPlan> variant : plans.entrySet()) {
      int runs = variant.getValue().runs();
      List<RunResult> finished = new ArrayList<>();
      for (int i = from; i < Math.min(from + runs, results.size()); i++) {
        if (results.get(i).complete()) {
          finished.add(results.get(i));
        }
      }
      from += runs;
      all.addAll(finished);
      hasFirst |= first && finished.size() >= 2;
      first = false;
      if (hasFirst && finished.size() >= 2) {
        compared.put(variant.getKey(), finished);
      }
      if (finished.size() < runs) {
        missing.add(variant.getKey() + ": " + finished.size() + " of " + runs);
      }
    }
    return new FinishedRuns(compared, missing, all, from);
  }

  String count() {
    return all.size() + " of " + asked + " runs";
  }

  /** For example {@code interrupted after 7 of 10 runs (abit: 2 of 5)}. */
  String sentence() {
    return "interrupted after " + count() + " (" + String.join("; ", missing) + ")";
  }
}
