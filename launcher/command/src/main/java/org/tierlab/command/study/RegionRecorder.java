package org.tierlab.command.study;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import org.tierlab.api.PluginName;
import org.tierlab.api.hotness.HotnessEvents;
import org.tierlab.api.knob.Knob;
import org.tierlab.api.knob.Unit;
import org.tierlab.api.policy.PolicyContext;
import org.tierlab.api.policy.PolicySpec;
import org.tierlab.api.policy.PromotionPolicy;
import org.tierlab.api.time.Counter;
import org.tierlab.api.time.Kthread;

/**
 * A policy that moves nothing: it reads every aggregation of regions and keeps the medians of what
 * they say of the hot range, in millionths.
 */
@PluginName(name = RegionRecorder.NAME)
final class RegionRecorder implements PromotionPolicy {
  static final String NAME = "region-recorder";

  /** Parts of one in which medians are counted. */
  static final double PARTS = 1e6;

  private static final long PERIOD_NS = 1_000_000;

  /**
   * What is looked at.
   *
   * @param after the first aggregation
   * @param moreThan regions found accessed more often count as hot
   */
  record RecorderKnobs(
      @Knob(value = "5000", unit = Unit.MS, min = 0, about = "The first aggregation looked at.")
          long after,
      @Knob(value = "10", min = 0, about = "Regions accessed more often count as hot.")
          int moreThan) {}

  RegionRecorder() {}

  @Override
  public PolicySpec spec() {
    return new PolicySpec(RecorderKnobs.class, Set.of());
  }

  @Override
  public void attach(PolicyContext context) {
    new Reader(context, context.knobs(RecorderKnobs.class).get()).start();
  }

  /** What is known so far. */
  private static final class Reader {
    private final PolicyContext context;
    private final RecorderKnobs knobs;
    private final Kthread thread;
    private final List<Median> medians = new ArrayList<>();
    private final Median length;
    private final Counter hotMean;
    private final HotnessEvents events = new HotnessEvents();
    private long lastMs = -1;
    private long aggregations;
    private double hotSum;
    private long meanCounted;

    Reader(PolicyContext context, RecorderKnobs knobs) {
      this.context = context;
      this.knobs = knobs;
      thread = context.kthread("recorder");
      hotMean = context.counter(DamonMeasure.HOT_MEAN);
      length = new Median(context.counter("length_ms"), aggregation -> 0);
      DamonMeasure.all(knobs.moreThan())
          .forEach((name, measure) -> medians.add(new Median(context.counter(name), measure)));
    }

    void start() {
      thread.after(PERIOD_NS, this::read);
    }

    private void read() {
      events.clear();
      if (context.hotness().poll(events, Integer.MAX_VALUE) > 0) {
        List<DamonAggregation.Region> regions = new ArrayList<>();
        for (int i = 0; i < events.size(); i++) {
          long start = events.firstPage(i);
          regions.add(new DamonAggregation.Region(start, start + events.pages(i), events.count(i)));
        }
        take(new DamonAggregation(events.toNs(0) / 1_000_000, regions));
      }
      thread.after(PERIOD_NS, this::read);
    }

    private void take(DamonAggregation aggregation) {
      if (aggregation.timeMs() <= knobs.after()) {
        return;
      }
      if (lastMs >= 0) {
        length.add((double) aggregation.timeMs() - lastMs);
      }
      lastMs = aggregation.timeMs();
      medians.forEach(median -> median.add(median.measure.applyAsDouble(aggregation)));
      aggregations++;
      hotSum += aggregation.hotNrAccesses();
      long mean = Math.round(PARTS * hotSum / aggregations);
      hotMean.add(mean - meanCounted);
      meanCounted = mean;
    }
  }

  /** A counter that holds the median of the values so far. */
  private static final class Median {
    private final Counter counter;
    private final ToDoubleFunction<DamonAggregation> measure;
    private final List<Double> values = new ArrayList<>();
    private long counted;

    Median(Counter counter, ToDoubleFunction<DamonAggregation> measure) {
      this.counter = counter;
      this.measure = measure;
    }

    void add(double value) {
      values.add(value);
      long median = Math.round(PARTS * DamonAggregation.quantile(values, 0.5));
      counter.add(median - counted);
      counted = median;
    }
  }
}
