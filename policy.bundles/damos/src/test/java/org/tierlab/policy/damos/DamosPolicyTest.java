package org.tierlab.policy.damos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.tierlab.testkit.SimulatedTime.millis;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tierlab.api.hotness.HotnessEvents;
import org.tierlab.api.hotness.PolicyFeedback;
import org.tierlab.api.hotness.SourceContext;
import org.tierlab.api.knob.KnobException;
import org.tierlab.api.knob.KnobSet;
import org.tierlab.api.memory.FolioFlag;
import org.tierlab.api.memory.Vma;
import org.tierlab.api.policy.Batching;
import org.tierlab.api.policy.MigrationOutcome;
import org.tierlab.api.policy.Reason;
import org.tierlab.api.policy.TargetRule;
import org.tierlab.policy.damos.component.DamosComponent;
import org.tierlab.testkit.FakeMachine;
import org.tierlab.testkit.FakeMm;
import org.tierlab.testkit.FakeRun;
import org.tierlab.testkit.Move;

/** Memory starts on node 1; schemes take it to node 0. Aggregations are of 100 ms. */
class DamosPolicyTest {
  private static final int UNKNOWN = HotnessEvents.UNKNOWN;

  private final FakeMachine machine = new FakeMachine().dram(8192, 1).cxl(8192);
  private final FakeRun run = new FakeRun(machine, 1);
  private final FakeMm mm = run.process("app");
  private final SourceContext source = run.sourceContext(Map.of());
  private final HotnessEvents events = new HotnessEvents();

  private void attach(Map<String, ?> knobs) {
    Map<String, Object> all = new HashMap<>(Map.of("action", "migrate-hot", "target_nid", 0));
    all.putAll(knobs);
    run.attach(new DamosComponent(), all);
  }

  private void region(long first, long end, int count, int ageInAggregations) {
    region(mm, first, end, count, ageInAggregations);
  }

  private void region(FakeMm space, long first, long end, int count, int age) {
    long now = run.nowNs();
    long ageNs = age == UNKNOWN ? UNKNOWN : age * millis(100);
    long from = Math.max(0, now - millis(100));
    events.add(space, first, end - first, count, ageNs, UNKNOWN, UNKNOWN, from, now);
  }

  private void publish() {
    source.publish(events);
    events.clear();
  }

  /** Lets an aggregation pass and publishes what the regions are then. */
  private void aggregate(Runnable regions) {
    run.advanceBy(millis(100) - run.nowNs() % millis(100));
    regions.run();
    publish();
    run.advanceBy(millis(50));
  }

  private List<Long> movedPages() {
    return run.moves().stream().map(Move::page).toList();
  }

  private static Long[] pages(long first, long end) {
    return LongStream.range(first, end).boxed().toArray(Long[]::new);
  }

  @Test
  void matchingRegionsMoveInBatchesDownToTheMinWatermark() {
    mm.map("heap", 30, 1);
    attach(Map.of("nr_accesses_min", 5, "nr_accesses_max", 15));
    aggregate(
        () -> {
          region(0, 5, 4, 0);
          region(5, 10, 5, 0);
          region(10, 15, 15, 0);
          region(15, 20, 16, 0);
        });
    assertThat(movedPages()).containsExactly(pages(5, 15));
    Move move = run.moves().get(0);
    assertThat(move.target()).isZero();
    assertThat(move.reason()).isEqualTo(Reason.DAMON);
    assertThat(move.batching()).isEqualTo(Batching.BATCHED);
    assertThat(move.rule()).isEqualTo(TargetRule.MIN_WATERMARK);
    assertThat(run.counter("damos_nr_tried")).isEqualTo(2);
    assertThat(run.counter("damos_sz_tried")).isEqualTo(10 * 4096);
    assertThat(run.counter("damos_nr_applied")).isEqualTo(2);
    assertThat(run.counter("damos_sz_applied")).isEqualTo(10 * 4096);
  }

  @Test
  void sizeAndAgeHaveBounds() {
    mm.map("heap", 60, 1);
    attach(Map.of("sz_min", 3 * 4096, "sz_max", 5 * 4096, "age_min", 2, "age_max", 4));
    aggregate(
        () -> {
          region(0, 2, 1, 3);
          region(2, 5, 1, 2);
          region(5, 10, 1, 4);
          region(10, 16, 1, 3);
          region(20, 24, 1, 1);
          region(24, 28, 1, 5);
        });
    assertThat(movedPages()).containsExactly(pages(2, 10));
  }

  @Test
  void whatASourceDoesNotKnowIsAnAccessOfNoAge() {
    mm.map("heap", 20, 1);
    attach(Map.of("nr_accesses_min", 1, "age_max", 0));
    aggregate(
        () -> {
          region(0, 5, UNKNOWN, UNKNOWN);
          region(5, 10, 0, UNKNOWN);
        });
    assertThat(movedPages()).containsExactly(pages(0, 5));
  }

  @Test
  void aFullTargetFailsTheFolioAndWakesNobody() {
    mm.map("heap", 20, 1);
    attach(Map.of());
    machine.node(0).leaveFree(machine.node(0).minWatermark() + 3);
    aggregate(() -> region(0, 5, 1, 0));
    assertThat(run.moves())
        .extracting(Move::outcome)
        .containsExactly(
            MigrationOutcome.MIGRATED,
            MigrationOutcome.MIGRATED,
            MigrationOutcome.TARGET_FULL,
            MigrationOutcome.TARGET_FULL,
            MigrationOutcome.TARGET_FULL);
    assertThat(run.kswapdWakes()).isEmpty();
    assertThat(run.counter("damos_sz_tried")).isEqualTo(5 * 4096);
    assertThat(run.counter("damos_sz_applied")).isEqualTo(2 * 4096);
  }

  @Test
  void aSchemeAppliesWithinASamplingInterval() {
    mm.map("heap", 20, 1);
    attach(Map.of());
    run.advanceTo(millis(98));
    region(0, 5, 1, 0);
    publish();
    run.advanceTo(millis(100) - 1);
    assertThat(run.moves()).isEmpty();
    run.advanceTo(millis(101));
    assertThat(run.moves()).hasSize(5);
  }

  @Test
  void applyingResetsTheAge() {
    mm.map("heap", 20, 1);
    attach(Map.of("age_min", 2));
    int[] age = {5};
    long[] tried = new long[5];
    for (int i = 0; i < tried.length; i++) {
      aggregate(() -> region(0, 5, 1, age[0]++));
      tried[i] = run.counter("damos_nr_tried");
    }
    assertThat(tried).as("ages 5, 1, 2, 1, 2").containsExactly(1, 1, 2, 2, 3);
    assertThat(run.moves()).as("there already").hasSize(5);
  }

  @Test
  void statCountsAndLeavesTheAgeAlone() {
    mm.map("heap", 20, 1);
    attach(Map.of("action", "stat", "age_min", 2));
    for (int i = 0; i < 3; i++) {
      int age = 5 + i;
      aggregate(() -> region(0, 5, 1, age));
    }
    assertThat(run.counter("damos_nr_tried")).isEqualTo(3);
    assertThat(run.counter("damos_nr_applied")).isZero();
    assertThat(run.moves()).isEmpty();
  }

  @Test
  void aLongerApplyIntervalTakesTheLatestAggregation() {
    mm.map("heap", 60, 1);
    attach(Map.of("apply_interval_us", 255_000));
    aggregate(() -> region(0, 5, 1, 0));
    aggregate(() -> region(10, 15, 1, 0));
    assertThat(run.moves()).isEmpty();
    run.advanceTo(millis(260));
    assertThat(movedPages()).containsExactly(pages(10, 15));
    aggregate(() -> region(20, 25, 1, 0));
    assertThat(run.moves()).hasSize(5);
    run.advanceTo(millis(520));
    assertThat(movedPages()).endsWith(pages(20, 25));
  }

  private void threeRegions() {
    region(0, 10, 1, 0);
    region(10, 20, 1, 0);
    region(20, 30, 1, 0);
  }

  @Test
  void theNextWindowResumesBehindTheLastChargedPage() {
    mm.map("heap", 30, 1);
    attach(Map.of("quota_bytes", 15 * 4096, "reset_interval_ms", 90));
    aggregate(this::threeRegions);
    assertThat(movedPages()).containsExactly(pages(0, 15));
    aggregate(this::threeRegions);
    assertThat(movedPages()).containsExactly(pages(0, 30));
    assertThat(run.counter("damos_qt_exceeds")).isEqualTo(1);
    assertThat(run.counter("damos_sz_tried")).isEqualTo(30 * 4096);
  }

  @Test
  void aResumedWindowPassesOverTheLastRegion() {
    mm.map("heap", 30, 1);
    attach(Map.of("quota_bytes", 25 * 4096, "reset_interval_ms", 90));
    aggregate(this::threeRegions);
    assertThat(movedPages()).containsExactly(pages(0, 25));
    aggregate(this::threeRegions);
    assertThat(run.moves()).hasSize(25);
    aggregate(this::threeRegions);
    assertThat(run.moves()).as("begins at the start: all there but the last").hasSize(25);
    assertThat(run.counter("damos_sz_tried")).isEqualTo(50 * 4096);
  }

  @Test
  void withinAWindowTheQuotaHolds() {
    mm.map("heap", 30, 1);
    attach(Map.of("quota_bytes", 10 * 4096, "reset_interval_ms", 1000));
    for (int i = 0; i < 5; i++) {
      aggregate(this::threeRegions);
    }
    assertThat(movedPages()).containsExactly(pages(0, 10));
  }

  @ParameterizedTest
  @CsvSource({"migrate-hot, 20", "migrate-cold, 0"})
  void underAQuotaTheBestComeFirst(String action, long first) {
    mm.map("heap", 30, 1);
    attach(
        Map.of(
            "action",
            action,
            "quota_bytes",
            10 * 4096,
            "reset_interval_ms",
            1000,
            "nr_accesses_permil",
            1));
    aggregate(
        () -> {
          region(0, 10, 1, 0);
          region(10, 20, 10, 0);
          region(20, 30, 20, 0);
        });
    assertThat(movedPages()).containsExactly(pages(first, first + 10));
  }

  @Test
  void quotasAreChargedByWhatWasTried() {
    mm.map("there", 10, 0);
    mm.map("heap", 20, 1);
    attach(Map.of("quota_bytes", 15 * 4096, "reset_interval_ms", 1000));
    aggregate(
        () -> {
          region(0, 10, 1, 0);
          region(10, 30, 1, 0);
        });
    assertThat(movedPages()).containsExactly(pages(10, 15));
  }

  @Test
  void aGoalStopsTheSchemeWhenItIsReached() {
    mm.map("heap", 30, 1);
    attach(
        Map.of(
            "goal0_metric",
            "node-mem-used-bp",
            "goal0_target_value",
            10,
            "goal_tuner",
            "temporal",
            "reset_interval_ms",
            1));
    aggregate(() -> region(0, 10, 1, 0));
    assertThat(run.moves()).hasSize(10);
    aggregate(() -> region(10, 20, 1, 0));
    assertThat(run.moves()).as("10 of 8192 pages are 12/10000").hasSize(10);
  }

  @Test
  void aSchemeThatWatermarksSwitchOffDoesNothing() {
    mm.map("heap", 30, 1);
    attach(
        Map.of(
            "wmarks_metric", "free-mem-rate",
            "wmarks_high", 500,
            "wmarks_mid", 400,
            "wmarks_low", 200,
            "wmarks_interval_us", 10_000));
    aggregate(() -> region(0, 10, 1, 0));
    assertThat(run.moves()).isEmpty();
    assertThat(run.wanted(0)).as("the monitor may pause").isFalse();
    machine.node(0).leaveFree(1000);
    machine.node(1).leaveFree(4000);
    run.advanceBy(millis(40));
    assertThat(run.wanted(0)).isTrue();
    assertThat(run.moves()).as("what was published while it was off is past").isEmpty();
    aggregate(() -> region(0, 10, 1, 0));
    assertThat(run.moves()).as("305 of 1000 are free").hasSize(10);
  }

  /** Statistics are no application. */
  @ParameterizedTest
  @CsvSource({"migrate-hot, 0 2+5", "migrate-cold, 0 2+5", "stat,"})
  void theMonitorHearsWhatTheSchemeWasAppliedTo(String action, String expected) {
    List<String> heard = new ArrayList<>();
    source.onFeedback(
        new PolicyFeedback() {
          @Override
          public void actedOn(int space, long first, long pages) {
            heard.add(space + " " + first + "+" + pages);
          }

          @Override
          public void wanted(boolean wanted) {
            heard.add("wanted " + wanted);
          }
        });
    mm.map("heap", 12, 1);
    attach(Map.of("action", action, "nr_accesses_min", 3));
    aggregate(
        () -> {
          region(0, 2, 2, 0);
          region(2, 7, 3, 0);
        });
    assertThat(heard).isEqualTo(expected == null ? List.of() : List.of(expected));
  }

  @Test
  void destinationsInterleaveAndAreStable() {
    Vma heap = mm.map("heap", 12, 1);
    attach(Map.of("dest0_id", 0, "dest0_weight", 2, "dest1_id", 1, "dest1_weight", 1));
    aggregate(() -> region(0, 12, 1, 0));
    assertThat(mm.residentPages(0)).isEqualTo(8);
    long offset = heap.startAddress() / 4096;
    for (long page = 0; page < 12; page++) {
      assertThat(mm.pageTable().nodeOf(page)).isEqualTo((offset + page) % 3 < 2 ? 0 : 1);
    }
    aggregate(() -> region(0, 12, 1, 1));
    assertThat(run.moves()).hasSize(8);
  }

  @Test
  void addressFiltersCutRegions() {
    Vma heap = mm.map("heap", 30, 1);
    attach(
        Map.of(
            "filter0_type",
            "addr",
            "filter0_allow",
            true,
            "filter0_min",
            heap.startAddress() + 5 * 4096,
            "filter0_max",
            heap.startAddress() + 12 * 4096));
    aggregate(() -> region(0, 30, 1, 0));
    assertThat(movedPages()).containsExactly(pages(5, 12));
    assertThat(run.counter("damos_sz_tried"))
        .as("what is kept back is not tried")
        .isEqualTo(7 * 4096);
  }

  @Test
  void targetFiltersChooseProcesses() {
    mm.map("heap", 10, 1);
    FakeMm other = run.process("other");
    other.map("heap", 10, 1);
    attach(Map.of("filter0_type", "target", "filter0_target_idx", 1));
    aggregate(
        () -> {
          region(mm, 0, 10, 1, 0);
          region(other, 0, 10, 1, 0);
        });
    assertThat(run.moves()).extracting(Move::mm).containsOnly(0).hasSize(10);
  }

  @Test
  void folioFiltersAreAskedInOrder() {
    mm.map("heap", 10, 1);
    for (long page : new long[] {1, 2, 3}) {
      mm.flag(FolioFlag.ACTIVE, page, true);
    }
    for (long page = 0; page < 10; page++) {
      mm.flag(FolioFlag.IDLE, page, true);
    }
    mm.access(3, 4);
    attach(
        Map.of(
            "filter0_type", "young",
            "filter1_type", "active",
            "filter1_allow", true));
    aggregate(() -> region(0, 10, 1, 0));
    assertThat(movedPages())
        .as("not 3, which is young; active; nothing else")
        .containsExactly(1L, 2L);
    assertThat(run.counter("damos_sz_ops_filter_passed")).isEqualTo(2 * 4096);
    assertThat(run.counter("damos_sz_tried")).isEqualTo(10 * 4096);
  }

  @Test
  void filtersMayBeAboutAllOtherMemory() {
    mm.map("heap", 4, 1);
    mm.map("huge", 512, 9, Vma.Kind.FILE, 1);
    long head = mm.vmas().get(1).firstPage();
    attach(
        Map.of(
            "filter0_type",
            "anon",
            "filter0_matching",
            false,
            "filter1_type",
            "hugepage-size",
            "filter1_min",
            2 << 20,
            "filter1_max",
            2 << 20));
    aggregate(() -> region(0, mm.pages(), 1, 0));
    assertThat(movedPages())
        .as("filter 0 keeps back what is not anonymous")
        .containsExactly(pages(0, 4));
    run.setKnob("filter0_allow", true);
    aggregate(() -> region(0, mm.pages(), 1, 0));
    assertThat(movedPages()).endsWith(head).hasSize(5);
  }

  @Test
  void largeFoliosMoveWholeIfARegionTouchesThem() {
    mm.map("huge", 1024, 9, Vma.Kind.ANONYMOUS, 1);
    attach(Map.of());
    aggregate(() -> region(600, 700, 1, 0));
    assertThat(movedPages()).containsExactly(512L);
    assertThat(run.counter("damos_sz_applied")).isEqualTo(2 << 20);
  }

  @Test
  void kdamondPaysForRegionsAndFolios() {
    mm.map("heap", 100, 1);
    attach(Map.of("nr_accesses_min", 1));
    aggregate(
        () -> {
          region(0, 64, 1, 0);
          region(64, 100, 0, 0);
        });
    assertThat(run.kthread("kdamond.0").chargedNs()).isEqualTo(2 * 20 + 20 + 64 * 5);
  }

  @Test
  void impossibleSchemesAreRefused() {
    KnobSet<DamosKnobs> set = KnobSet.of(DamosKnobs.class);
    assertThatThrownBy(() -> set.bind(Map.of("action", "migrate-cold")))
        .isInstanceOf(KnobException.class)
        .hasMessageContaining("target_nid");
    assertThatThrownBy(() -> set.bind(Map.of("age_min", 3, "age_max", 2)))
        .hasMessageContaining("age_max");
    assertThatThrownBy(() -> attach(Map.of("target_nid", 2)))
        .isInstanceOf(KnobException.class)
        .hasMessageContaining("0 to 1");
  }
}
