package org.tierlab.source.damon;

import org.tierlab.api.Counts;
import org.tierlab.api.hotness.HotnessEvents;
import org.tierlab.api.hotness.PolicyFeedback;
import org.tierlab.api.hotness.SourceContext;
import org.tierlab.api.knob.Knobs;
import org.tierlab.api.time.Counter;
import org.tierlab.api.time.Kthread;
import org.tierlab.api.time.RandomStream;

/**
 * kdamond: samples one page per region, adds the hits up, and adapts the regions.
 *
 * <p>From mm/damon/core.c. Three clocks that all count sampling intervals: after each one the
 * sampled pages are checked; after each aggregation regions age, are merged, published, and split;
 * after each update processes and mappings are looked at anew. Publication stands between merging
 * and splitting, where the kernel's trace point is and schemes are applied.
 *
 * <p>The accessed bit is cleared without a TLB flush, as in the kernel. The accesses that the
 * simulated machine sees are those that walk the page table, so that nothing is hidden by that
 * alone; {@code stale_tlb_us} models translations that stay cached for longer.
 *
 * <p>An age is published as so many intervals of the length that this one had, so that a scheme
 * gets the number of aggregations back, however long they took.
 *
 * <p>Deviations: schemes are a policy of their own, which is why this thread goes on sampling while
 * they are applied; each sampling interval is lengthened by the time that sampling takes, as in the
 * kernel, and by nothing else. Not thread-safe.
 */
@Counts(
    counter = "damon_samples",
    unit = "checks",
    about = "Looks at one page of a region.",
    source = "model")
@Counts(
    counter = "damon_accesses",
    unit = "checks",
    about = "Looks that found an access.",
    source = "model")
@Counts(
    counter = "damon_aggregations",
    unit = "intervals",
    about = "Aggregation intervals that ended.",
    source = "model")
@Counts(
    counter = "damon_aggregated",
    unit = "regions",
    about = "Reported at ends of aggregation intervals.",
    source = "trace point damon_aggregated")
@Counts(
    counter = "damon_monitor_intervals_tune",
    unit = "times",
    about = "Intervals were tuned.",
    source = "trace point damon_monitor_intervals_tune")
public final class DamonMonitor implements PolicyFeedback {
  /** Ageing, merging and reporting of one region, nanoseconds (assumed). */
  static final double REGION_NS = 30;

  private static final long NEVER = Long.MAX_VALUE;
  private static final long NOT_PAUSED = -1;

  private final SourceContext context;
  private final Knobs<DamonKnobs> knobs;
  private final Targets targets;
  private final Kthread thread;
  private final RandomStream random;
  private final HotnessEvents events = new HotnessEvents();
  private final Counter samples;
  private final Counter accesses;
  private final Counter aggregations;
  private final Counter aggregated;
  private final Counter tunings;
  private long knobSampleUs;
  private long knobAggrUs;
  private long sampleUs;
  private long aggrUs;
  private boolean intervalsChanged;
  private long passedSamples;
  private long nextAggregation;
  private long nextUpdate;
  private long nextTuning;
  private long aggregationSinceNs;
  private long limitPages;
  private int lastNrRegions;
  private long intervalNs;
  private long sleptNs;
  private long chooseAtNs;
  private long hideAtNs;
  private int targetCursor;
  private int regionCursor;
  private double[] costsNs = {};
  private boolean wanted = true;
  private long pausedAtNs = NOT_PAUSED;

  /**
   * Starts monitoring.
   *
   * @param context the run
   * @param knobs DAMON's knobs
   */
  public DamonMonitor(SourceContext context, Knobs<DamonKnobs> knobs) {
    this.context = context;
    this.knobs = knobs;
    random = context.random();
    samples = context.counter("damon_samples");
    accesses = context.counter("damon_accesses");
    aggregations = context.counter("damon_aggregations");
    aggregated = context.counter("damon_aggregated");
    tunings = context.counter("damon_monitor_intervals_tune");
    targets = new Targets(context, knobs.get());
    knobs.onChange(() -> intervalsChanged |= changedIntervals());
    takeIntervals();
    aggregationSinceNs = context.nowNs();
    thread = context.kthread(kdamond(context.name()));
    context.onFeedback(this);
    thread.after(0, this::start);
  }

  /** {@code damos_apply_scheme()}: what a scheme is applied to begins a new age. */
  @Override
  public void actedOn(int mm, long firstPage, long pages) {
    for (int t = 0; t < targets.size(); t++) {
      targets.get(t).actedOn(mm, firstPage, firstPage + pages);
    }
  }

  /** {@code kdamond_wait_activation()}: with no scheme active the thread waits where it is. */
  @Override
  public void wanted(boolean nowWanted) {
    wanted = nowWanted;
    if (wanted && pausedAtNs >= 0) {
      aggregationSinceNs += thread.nowNs() - pausedAtNs;
      pausedAtNs = NOT_PAUSED;
      thread.after(0, this::prepare);
    }
  }

  /** The thread's name: {@code kdamond.0} of a source that has no name of its own. */
  private static String kdamond(String name) {
    return "kdamond." + (name.equals("damon") ? "0" : name);
  }

  private boolean changedIntervals() {
    DamonKnobs now = knobs.get();
    return now.sampleUs() != knobSampleUs || now.aggrUs() != knobAggrUs;
  }

  private void takeIntervals() {
    DamonKnobs now = knobs.get();
    knobSampleUs = now.sampleUs();
    knobAggrUs = now.aggrUs();
    sampleUs = knobSampleUs;
    aggrUs = knobAggrUs;
    nextAggregation = passedSamples + samplesPerAggregation();
    nextUpdate = passedSamples + Math.max(1, now.updateUs() / sampleUs);
    nextTuning = passedSamples + samplesPerAggregation() * now.aggrs();
  }

  private long samplesPerAggregation() {
    return aggrUs / sampleUs;
  }

  private void start() {
    update();
    prepare();
  }

  private void update() {
    targets.update();
    limitPages = Math.max(1, targets.totalPages() / knobs.get().minNrRegions());
    thread.charge(REGION_NS * targets.regions());
  }

  private void prepare() {
    if (!wanted) {
      pausedAtNs = thread.nowNs();
      return;
    }
    prepareOn();
  }

  /** Prepares regions in as many slices as it takes, and then sleeps. */
  private void prepareOn() {
    while (targetCursor < targets.size()) {
      Target target = targets.get(targetCursor);
      AccessSampler sampler = target.sampler();
      if (regionCursor == 0) {
        costsNs = sampler.choose(target);
      }
      int from = regionCursor;
      regionCursor = thread.charge(costsNs, from, target.regions().size());
      sampler.prepare(target, from, regionCursor);
      if (isSliceUsed(this::prepareOn)) {
        return;
      }
    }
    targetCursor = 0;
    sleep();
  }

  /** Goes to the next target, or if the slice is used has the work go on in another one. */
  private boolean isSliceUsed(Runnable rest) {
    if (thread.sliceUsed()) {
      thread.after(0, rest);
      return true;
    }
    targetCursor++;
    regionCursor = 0;
    return false;
  }

  private void sleep() {
    intervalNs = sampleUs * 1000;
    long staleNs = knobs.get().staleTlbUs() * 1000;
    chooseAtNs = staleNs == 0 ? NEVER : Math.max(0, intervalNs - staleNs);
    hideAtNs = staleNs == 0 ? NEVER : Math.min(intervalNs, random.nextLong(staleNs));
    sleptNs = 0;
    sleepOn();
  }

  private void sleepOn() {
    long wakeAtNs = Math.min(intervalNs, Math.min(chooseAtNs, hideAtNs));
    thread.after(wakeAtNs - sleptNs, this::wake);
    sleptNs = wakeAtNs;
  }

  private void wake() {
    if (sleptNs == hideAtNs) {
      hideAtNs = NEVER;
      forEachSample(AccessSampler::hideCached);
    }
    if (sleptNs == chooseAtNs) {
      chooseAtNs = NEVER;
      forEachSample(AccessSampler::chooseEarly);
    }
    if (sleptNs == intervalNs) {
      check();
    } else {
      sleepOn();
    }
  }

  /** Something of the model, not of the kernel: takes no time. */
  private interface SampleStep {
    void apply(AccessSampler sampler, Target target, int region);
  }

  private void forEachSample(SampleStep step) {
    for (int t = 0; t < targets.size(); t++) {
      Target target = targets.get(t);
      for (int region = 0; region < target.regions().size(); region++) {
        step.apply(target.sampler(), target, region);
      }
    }
  }

  private void check() {
    passedSamples++;
    for (int t = 0; t < targets.size(); t++) {
      targets.get(t).sampler().begin();
    }
    checkOn();
  }

  /** Checks regions in as many slices as it takes. */
  private void checkOn() {
    while (targetCursor < targets.size()) {
      Target target = targets.get(targetCursor);
      AccessSampler sampler = target.sampler();
      int from = regionCursor;
      regionCursor = thread.charge(sampler.ask(target, from), from, target.regions().size());
      samples.add(regionCursor - from);
      accesses.add(sampler.check(target, from, regionCursor));
      if (isSliceUsed(this::checkOn)) {
        return;
      }
    }
    targetCursor = 0;
    afterCheck();
  }

  private void afterCheck() {
    if (passedSamples >= nextAggregation) {
      aggregate();
    }
    if (passedSamples >= nextUpdate) {
      nextUpdate += Math.max(1, knobs.get().updateUs() / sampleUs);
      update();
      regionsChanged();
    }
    if (thread.sliceUsed()) {
      thread.after(0, this::prepare);
    } else {
      prepare();
    }
  }

  private void regionsChanged() {
    for (int t = 0; t < targets.size(); t++) {
      targets.get(t).sampler().regionsChanged();
    }
  }

  private void aggregate() {
    thread.charge(REGION_NS * targets.regions());
    merge();
    publish();
    if (knobs.get().tunesIntervals() && passedSamples >= nextTuning) {
      nextTuning += samplesPerAggregation() * knobs.get().aggrs();
      tuneIntervals();
    }
    for (int t = 0; t < targets.size(); t++) {
      targets.get(t).regions().resetAggregated();
    }
    split();
    regionsChanged();
    aggregations.add(1);
    nextAggregation += samplesPerAggregation();
    if (intervalsChanged) {
      intervalsChanged = false;
      rescaleAges(knobs.get().aggrUs());
      takeIntervals();
    }
  }

  private void merge() {
    int threshold = targets.highestCount() / 10;
    do {
      for (int t = 0; t < targets.size(); t++) {
        targets.get(t).regions().ageAndMerge(threshold, limitPages);
      }
      threshold = Math.max(1, threshold * 2);
    } while (targets.regions() > knobs.get().maxNrRegions()
        && threshold / 2 < samplesPerAggregation());
  }

  private void publish() {
    events.clear();
    long now = thread.nowNs();
    int most = (int) Math.min(Integer.MAX_VALUE, samplesPerAggregation());
    for (int t = 0; t < targets.size(); t++) {
      Target target = targets.get(t);
      for (int region = 0; region < target.regions().size(); region++) {
        long ageNs = target.regions().age(region) * (now - aggregationSinceNs);
        target.describe(region, ageNs, aggregationSinceNs, now, most, events);
      }
      aggregated.add(target.regions().size());
    }
    aggregationSinceNs = now;
    if (events.size() > 0) {
      context.publish(events);
    }
  }

  private void split() {
    int max = knobs.get().maxNrRegions();
    int count = targets.regions();
    if (count > max / 2) {
      return;
    }
    int parts = count == lastNrRegions && count < max / 3 ? 3 : 2;
    for (int t = 0; t < targets.size(); t++) {
      targets.get(t).regions().split(parts, random);
    }
    lastNrRegions = count;
  }

  private void tuneIntervals() {
    double seen = 0;
    double most = 0;
    for (int t = 0; t < targets.size(); t++) {
      Regions regions = targets.get(t).regions();
      for (int i = 0; i < regions.size(); i++) {
        seen += (double) regions.pages(i) * regions.nrAccesses(i);
        most += (double) regions.pages(i) * samplesPerAggregation();
      }
    }
    DamonKnobs now = knobs.get();
    long adaptation = IntervalTuning.adaptationBp(seen, most, now.accessBp());
    long perAggregation = samplesPerAggregation();
    sampleUs =
        IntervalTuning.nextSampleUs(sampleUs, adaptation, now.minSampleUs(), now.maxSampleUs());
    rescaleAges(sampleUs * perAggregation);
    aggrUs = sampleUs * perAggregation;
    nextUpdate = Math.min(nextUpdate, passedSamples + Math.max(1, now.updateUs() / sampleUs));
    tunings.add(1);
  }

  private void rescaleAges(long newAggrUs) {
    for (int t = 0; t < targets.size(); t++) {
      targets.get(t).regions().rescaleAges(aggrUs, newAggrUs);
    }
  }
}
