package org.tierlab.source.damon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.tierlab.testkit.SimulatedTime.millis;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tierlab.api.hotness.HotnessEvents;
import org.tierlab.api.knob.KnobException;
import org.tierlab.api.knob.KnobSet;
import org.tierlab.source.damon.component.DamonComponent;
import org.tierlab.testkit.FakeMachine;
import org.tierlab.testkit.FakeMm;
import org.tierlab.testkit.FakeRun;
import org.tierlab.testkit.PublishedEvent;

/** Sampling every 5 ms, aggregating every 100 ms. */
class DamonMonitorTest {
  private final FakeRun run = new FakeRun(new FakeMachine().dram(8192, 1).cxl(8192), 5);
  private final FakeMm mm = run.process("app");

  private void attach(Map<String, ?> knobs) {
    Map<String, Object> all = new HashMap<>(Map.of("min_nr_regions", 4));
    all.putAll(knobs);
    run.attach(new DamonComponent(), all);
  }

  /** Lets time pass while pages are accessed once a millisecond. */
  private void runWithAccesses(long ms, long... pages) {
    for (long i = 0; i < ms; i++) {
      mm.access(pages);
      run.advanceBy(millis(1));
    }
  }

  /** The events of an aggregation, from 0. */
  private List<PublishedEvent> aggregation(int i) {
    List<Long> ends = run.published().stream().map(PublishedEvent::toNs).distinct().toList();
    return run.published().stream().filter(event -> event.toNs() == ends.get(i)).toList();
  }

  @Test
  void aPageThatIsAlwaysAccessedIsFoundByEverySample() {
    mm.map("heap", 4, 1);
    attach(Map.of());
    runWithAccesses(210, 2);
    assertThat(aggregation(1))
        .extracting(PublishedEvent::firstPage, PublishedEvent::pages, PublishedEvent::count)
        .containsExactly(tuple(0L, 1L, 0), tuple(1L, 1L, 0), tuple(2L, 1L, 20), tuple(3L, 1L, 0));
    assertThat(run.counter("damon_aggregations")).isEqualTo(2);
    assertThat(run.counter("damon_samples")).isBetween(2 * 20 * 4L, 2 * 20 * 4 + 8L);
  }

  @Test
  void eventsFollowOneAnotherAndTellTheAgeButNeitherNodeNorTarget() {
    mm.map("heap", 4, 1);
    attach(Map.of());
    runWithAccesses(420, 2);
    for (int i = 0; i < 4; i++) {
      PublishedEvent hot = aggregation(i).get(2);
      PublishedEvent cold = aggregation(i).get(0);
      long length = hot.toNs() - hot.fromNs();
      assertThat(length).isBetween(millis(100), millis(101));
      assertThat(hot.ageNs()).as("0 to 20 accesses begin a new age").isEqualTo(i * length);
      assertThat(cold.ageNs()).isEqualTo((i + 1) * length);
      assertThat(hot.most()).isEqualTo(20);
      assertThat(hot.node()).isEqualTo(HotnessEvents.UNKNOWN);
      assertThat(hot.targetHint()).isEqualTo(HotnessEvents.UNKNOWN);
      assertThat(hot.fromNs()).isEqualTo(i == 0 ? 0 : aggregation(i - 1).get(0).toNs());
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"''|0 1 2", "app|0 2", "1|1", "'other, 2'|1 2", "'2,0'|0 2", "nobody|"})
  void targetsAreChosenByNameOrNumber(String targets, String watched) {
    mm.map("heap", 4, 1);
    run.process("other").map("heap", 4, 1);
    run.process("app").map("heap", 4, 1);
    attach(Map.of("targets", targets));
    run.advanceBy(millis(101));
    assertThat(run.published().stream().map(event -> Integer.toString(event.mm())).distinct())
        .containsExactly(watched == null ? new String[0] : watched.split(" ", -1));
  }

  @ParameterizedTest
  @CsvSource({"true, 0 1 2", "false, 0"})
  void childrenAreWatchedOnRequestAndStayWhenTheirParentsExit(boolean children, String watched) {
    mm.map("heap", 4, 1);
    FakeMm child = run.process("child").forkedBy(mm);
    child.map("heap", 4, 1);
    run.process("grandchild").forkedBy(child).map("heap", 4, 1);
    run.process("stranger").map("heap", 4, 1);
    attach(Map.of("targets", "app", "children", children, "update_us", 100_000));
    run.advanceBy(millis(101));
    assertThat(run.published().stream().map(event -> Integer.toString(event.mm())).distinct())
        .containsExactly(watched.split(" ", -1));
    child.exit();
    run.advanceBy(millis(102));
    int before = run.published().size();
    run.advanceBy(millis(102));
    assertThat(run.published().subList(before, run.published().size()))
        .extracting(PublishedEvent::mm)
        .contains(children ? 2 : 0)
        .doesNotContain(1);
  }

  @Test
  void kdamondPaysForEverySampleAndRegion() {
    mm.map("heap", 4, 1);
    attach(Map.of());
    run.advanceBy(millis(101));
    // first update; 21 rounds prepared and 20 checked; one aggregation
    assertThat(run.kthread("kdamond.0").chargedNs())
        .isEqualTo(4 * 30 + 21 * 4 * 170 + 20 * 4 * 155 + 4 * 30);
  }

  /** 40 idle pages are four regions after each merge. */
  @ParameterizedTest
  @CsvSource({"7, 80", "8, 160"})
  void regionsAreSplitUpToHalfOfTheGreatestNumber(int max, long samples) {
    mm.map("heap", 40, 1);
    attach(Map.of("max_nr_regions", max));
    run.advanceBy(millis(102));
    long before = run.counter("damon_samples");
    run.advanceBy(millis(101));
    assertThat(run.counter("damon_samples") - before).isEqualTo(samples);
  }

  @ParameterizedTest
  @CsvSource({"12, false", "15, true"})
  void inThreeIfTheirNumberStaysBelowAThird(int max, boolean three) {
    mm.map("heap", 40, 1);
    attach(Map.of("max_nr_regions", max));
    run.advanceBy(millis(204));
    long before = run.counter("damon_samples");
    run.advanceBy(millis(101));
    assertThat(run.counter("damon_samples") - before > 160).isEqualTo(three);
  }

  @Test
  void tooManyRegionsAreMergedWithAGrowingThreshold() {
    mm.map("heap", 16, 1);
    attach(Map.of("min_nr_regions", 3, "max_nr_regions", 3));
    long[] even = IntStream.range(0, 8).mapToLong(i -> 2L * i).toArray();
    runWithAccesses(110, even);
    assertThat(aggregation(0)).hasSizeLessThanOrEqualTo(4);
    long covered = aggregation(0).stream().mapToLong(PublishedEvent::pages).sum();
    assertThat(covered).isEqualTo(16);
  }

  @Test
  void tuningDoublesTheIntervalsOfIdleMemory() {
    mm.map("heap", 40, 1);
    attach(Map.of("access_bp", 400, "aggrs", 3));
    run.advanceBy(millis(1_000));
    assertThat(length(aggregation(2))).isBetween(millis(100), millis(101));
    assertThat(length(aggregation(3))).isBetween(millis(200), millis(201));
    assertThat(aggregation(3).get(0).ageNs())
        .as("ages keep their length: 300 ms are one aggregation, and one more")
        .isEqualTo(2 * length(aggregation(3)));
    assertThat(run.counter("damon_monitor_intervals_tune")).isEqualTo(2);
  }

  private static long length(List<PublishedEvent> aggregation) {
    return aggregation.get(0).toNs() - aggregation.get(0).fromNs();
  }

  @Test
  void otherIntervalsHoldFromTheNextAggregation() {
    mm.map("heap", 4, 1);
    attach(Map.of());
    run.advanceBy(millis(50));
    run.setKnob(
        "/sys/kernel/mm/damon/admin/kdamonds/N/contexts/N/monitoring_attrs/intervals/aggr_us",
        50_000);
    run.advanceBy(millis(200));
    assertThat(length(aggregation(0))).isBetween(millis(100), millis(101));
    assertThat(length(aggregation(1))).isBetween(millis(50), millis(51));
    assertThat(aggregation(1).get(0).ageNs()).isEqualTo(3 * length(aggregation(1)));
  }

  @Test
  void fvaddrWatchesTheRangeAndNothingElse() {
    long start = mm.map("heap", 100, 1).startAddress();
    attach(
        Map.of(
            "operations", "fvaddr",
            "region_start", start + 10 * 4096,
            "region_end", start + 30 * 4096));
    run.advanceBy(millis(500));
    for (int i = 0; i < 4; i++) {
      assertThat(aggregation(i).stream().mapToLong(PublishedEvent::pages).sum()).isEqualTo(20);
      assertThat(aggregation(i)).allMatch(e -> e.firstPage() >= 10 && e.firstPage() < 30);
    }
  }

  @Test
  void paddrIsOneTargetOverAllProcesses() {
    mm.map("heap", 30, 1);
    FakeMm other = run.process("other");
    other.map("heap", 10, 0);
    attach(Map.of("operations", "paddr", "min_nr_regions", 3));
    run.advanceBy(millis(110));
    assertThat(aggregation(0))
        .extracting(PublishedEvent::mm, PublishedEvent::pages)
        .containsExactly(tuple(0, 30L), tuple(1, 10L));
    mm.exit();
    run.advanceBy(millis(2_000));
    int last = (int) run.published().stream().mapToLong(PublishedEvent::toNs).distinct().count();
    assertThat(aggregation(last - 1)).allMatch(event -> event.mm() == 1);
  }

  @Test
  void onlyNamedProcessesAreWatchedThoseThatStartLaterToo() {
    mm.map("heap", 10, 1);
    run.process("db").map("heap", 10, 1);
    attach(Map.of("targets", "db"));
    run.advanceBy(millis(500));
    FakeMm later = run.process("db");
    later.map("heap", 10, 1);
    run.advanceBy(millis(1_000));
    assertThat(run.published()).extracting(PublishedEvent::mm).containsOnly(1, 2);
  }

  @Test
  void newMappingsAreWatchedAfterTheNextUpdate() {
    mm.map("heap", 10, 1);
    attach(Map.of());
    run.advanceBy(millis(900));
    mm.map("more", 10, 1);
    run.advanceBy(millis(150));
    long before = run.published().stream().filter(event -> event.firstPage() >= 10).count();
    run.advanceBy(millis(100));
    assertThat(before).isZero();
    assertThat(run.published()).anyMatch(event -> event.firstPage() >= 10);
  }

  @Test
  void translationsThatStayCachedHideAccesses() {
    mm.map("heap", 4, 1);
    attach(Map.of("stale_tlb_us", 10_000));
    runWithAccesses(1_100, 2);
    double mean =
        IntStream.range(1, 10).map(i -> aggregation(i).get(2).count()).average().orElse(0);
    assertThat(mean)
        .as("loaded once in 10 ms, looked at for 5 ms: about half of 20")
        .isBetween(7.0, 13.0);
  }

  @Test
  void knobsThatContradictEachOtherAreRefused() {
    KnobSet<DamonKnobs> set = KnobSet.of(DamonKnobs.class);
    assertThat(set.bind(Map.of("aggr_us", 5_000)).aggrUs()).isEqualTo(5_000);
    assertThatThrownBy(() -> set.bind(Map.of("aggr_us", 4_999)))
        .isInstanceOf(KnobException.class)
        .hasMessageContaining("aggr_us")
        .hasMessageContaining("5000");
    assertThatThrownBy(() -> set.bind(Map.of("max_nr_regions", 9)))
        .hasMessageContaining("max_nr_regions");
    assertThatThrownBy(() -> set.bind(Map.of("region_end", 4096, "region_start", 4096)))
        .hasMessageContaining("region_end");
  }
}
