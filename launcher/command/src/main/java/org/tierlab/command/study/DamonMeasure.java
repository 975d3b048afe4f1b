package org.tierlab.command.study;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** What is compared of the regions of an aggregation, under the names of columns. */
final class DamonMeasure {
  /** The mean of the hot pages' counts, beside their median. */
  static final String HOT_MEAN = "hot_nr_accesses_mean";

  private DamonMeasure() {}

  /**
   * All measures.
   *
   * @param moreThan regions found accessed more often count as hot
   * @return in the order of columns
   */
  static Map<String, ToDoubleFunction<DamonAggregation>> all(int moreThan) {
    Map<String, ToDoubleFunction<DamonAggregation>> all = new LinkedHashMap<>();
    all.put("regions", aggregation -> aggregation.regions().size());
    all.put("recall", aggregation -> aggregation.recall(moreThan));
    all.put("precision", aggregation -> aggregation.precision(moreThan));
    all.put("hot_nr_accesses", DamonAggregation::hotNrAccesses);
    all.put("cold_nr_accesses", DamonAggregation::coldNrAccesses);
    return all;
  }
}
