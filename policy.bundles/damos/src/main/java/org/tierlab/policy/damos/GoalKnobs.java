package org.tierlab.policy.damos;

import org.tierlab.api.knob.Knob;

/**
 * A goal of a scheme's quota.
 *
 * @param metric what the quota is tuned by
 * @param targetValue value of the metric to reach
 * @param currentValue present value of the metric user-input
 * @param nid node that the metric is of
 */
public record GoalKnobs(
    @Knob(value = "none", kernel = "target_metric", about = "What the quota is tuned by.")
        QuotaGoal.Metric metric,
    @Knob(
            value = "10000",
            min = 1,
            max = 1e15,
            kernel = "target_value",
            about = "Value of the metric to reach.")
        long targetValue,
    @Knob(
            value = "0",
            min = 0,
            max = 1e15,
            kernel = "current_value",
            about = "Present value of the metric user-input.")
        long currentValue,
    @Knob(value = "0", min = 0, max = 7, kernel = "nid", about = "Node that the metric is of.")
        int nid) {

  QuotaGoal goal() {
    return new QuotaGoal(metric, targetValue, currentValue, nid);
  }
}
