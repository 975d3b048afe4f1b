package org.tierlab.policy.hotstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.tierlab.api.hotness.HotnessEvents.UNKNOWN;
import static org.tierlab.testkit.SimulatedTime.millis;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.tierlab.api.hotness.FaultEvidence;
import org.tierlab.api.hotness.HotnessEvents;
import org.tierlab.api.hotness.SourceContext;
import org.tierlab.api.knob.KnobException;
import org.tierlab.api.memory.Vma;
import org.tierlab.api.policy.Batching;
import org.tierlab.api.policy.MigrationOutcome;
import org.tierlab.api.policy.Reason;
import org.tierlab.api.policy.TargetRule;
import org.tierlab.policy.hotstore.component.HotStoreComponent;
import org.tierlab.testkit.FakeMachine;
import org.tierlab.testkit.FakeMm;
import org.tierlab.testkit.FakeRun;
import org.tierlab.testkit.FakeTask;
import org.tierlab.testkit.Move;

/**
 * Two DRAM nodes (0, 1) and two CXL nodes (2, 3), each 2 GiB. Migrators wake every 100 ms and need
 * 0.16 ms for a section.
 */
class HotStorePolicyTest {
  private static final long GIB_PAGES = 262_144;

  private final FakeMachine machine =
      new FakeMachine()
          .dram(2 * GIB_PAGES, 1)
          .dram(2 * GIB_PAGES, 1)
          .cxl(2 * GIB_PAGES)
          .cxl(2 * GIB_PAGES);
  private final FakeRun run = new FakeRun(machine, 1);
  private final FakeMm mm = run.process("app");
  private final SourceContext scan = run.sourceContext(Map.of());
  private final SourceContext hardware = run.sourceContext(Map.of());
  private final HotnessEvents events = new HotnessEvents();

  private void attach(Map<String, ?> knobs) {
    run.attach(new HotStoreComponent(), knobs);
  }

  private void scanned(long first, long pages) {
    scanned(first, pages, UNKNOWN);
  }

  private void scanned(long first, long pages, int hint) {
    events.clear();
    long now = run.nowNs();
    events.add(
        mm, first, pages, UNKNOWN, UNKNOWN, UNKNOWN, hint, Math.max(0, now - millis(1)), now + 1);
    scan.publish(events);
  }

  private void sampled(long page, int node) {
    events.clear();
    events.add(mm, page, 1, 1, UNKNOWN, node, UNKNOWN, run.nowNs(), run.nowNs());
    hardware.publish(events);
  }

  private void full(int node) {
    machine.node(node).leaveFree(machine.node(node).promoWatermark());
  }

  @Test
  void theSecondReportMakesAPageReady() {
    mm.map("heap", 100, 2);
    attach(Map.of());
    scanned(10, 1);
    scanned(20, 1);
    scanned(20, 1);
    run.advanceTo(millis(100) - 1);
    assertThat(run.moves()).isEmpty();
    run.advanceTo(millis(102));
    assertThat(run.moves()).extracting(Move::page).containsExactly(20L);
    Move move = run.moves().get(0);
    assertThat(move.target()).isZero();
    assertThat(move.batching()).isEqualTo(Batching.BATCHED);
    assertThat(move.reason()).isEqualTo(Reason.PROMOTION);
    assertThat(move.rule()).isEqualTo(TargetRule.HIGH_WATERMARK_WAKE_KSWAPD);
    assertThat(run.counter("pghot_recorded_accesses")).isEqualTo(3);
    scanned(10, 1);
    run.advanceBy(millis(102));
    assertThat(run.moves()).extracting(Move::page).containsExactly(20L, 10L);
  }

  @Test
  void whatWasWatchedAndNotAccessedIsNoReport() {
    mm.map("heap", 100, 2);
    attach(Map.of());
    for (int i = 0; i < 3; i++) {
      events.clear();
      events.add(mm, 10, 5, 0, millis(100), UNKNOWN, UNKNOWN, run.nowNs(), run.nowNs() + 1);
      events.add(mm, 20, 1, 1, millis(100), UNKNOWN, UNKNOWN, run.nowNs(), run.nowNs() + 1);
      scan.publish(events);
    }
    run.advanceTo(millis(102));
    assertThat(run.moves()).extracting(Move::page).containsExactly(20L);
    assertThat(run.counter("pghot_recorded_accesses")).isEqualTo(3);
  }

  @Test
  void theThresholdIsAKnobThatTheRecordBounds() {
    mm.map("heap", 100, 2);
    attach(Map.of("freq_threshold", 3));
    scanned(1, 1);
    scanned(1, 1);
    run.advanceBy(millis(200));
    assertThat(run.moves()).isEmpty();
    scanned(1, 1);
    run.advanceBy(millis(102));
    assertThat(run.moves()).hasSize(1);
    assertThatThrownBy(() -> attach(Map.of("freq_threshold", 4)))
        .isInstanceOf(KnobException.class)
        .hasMessage("knob 'freq_threshold' is '4', expected at most 3 with this variant");
    attach(Map.of("freq_threshold", 7, "variant", "precise"));
  }

  @Test
  void reportsFurtherApartThanTheWindowDoNotAddUp() {
    mm.map("heap", 100, 2);
    attach(Map.of("variant", "precise"));
    scanned(1, 1);
    sampled(2, 0);
    run.advanceTo(millis(5000));
    scanned(1, 1);
    run.advanceTo(millis(5001));
    sampled(2, 0);
    run.advanceTo(millis(5100));
    assertThat(run.moves()).extracting(Move::page).containsExactly(1L);
  }

  @Test
  void anySourcesAddUpAndTheLastOneIsTheCause() {
    mm.map("heap", 100, 2);
    attach(Map.of());
    scanned(1, 2);
    sampled(1, 1);
    scanned(2, 1);
    sampled(3, 1);
    scanned(3, 1);
    run.advanceTo(millis(102));
    assertThat(run.moves()).extracting(Move::page).containsExactly(1L, 2L, 3L);
    assertThat(run.counter("pghot_recorded_pgtscans")).isEqualTo(4);
    assertThat(run.counter("pghot_recorded_hwhints")).isEqualTo(2);
    assertThat(run.counter("pghot_promoted_source_0")).isEqualTo(2);
    assertThat(run.counter("pghot_promoted_source_1")).isEqualTo(1);
    assertThat(run.counter("pghot_promoted_pgtscans")).isEqualTo(2);
    assertThat(run.counter("pghot_promoted_hwhints")).isEqualTo(1);
    assertThat(run.counter("pghot_promoted_hintfaults")).isZero();
  }

  @Test
  void aFailureIsNobodysPromotion() {
    mm.map("heap", 100, 2);
    attach(Map.of());
    run.refuse(mm, 1, MigrationOutcome.COPY_FAILED);
    scanned(1, 2);
    scanned(1, 2);
    run.advanceTo(millis(102));
    assertThat(run.moves()).hasSize(2);
    assertThat(run.counter("pghot_promoted_source_0")).isEqualTo(1);
  }

  @Test
  void classesThatAreNotEnabledAreNotRecorded() {
    mm.map("heap", 100, 2);
    attach(Map.of("enabled_sources", 5));
    scanned(1, 2);
    scanned(1, 2);
    sampled(1, 0);
    run.advanceTo(millis(102));
    assertThat(run.moves()).isEmpty();
    assertThat(run.counter("pghot_recorded_pgtscans")).isZero();
    assertThat(run.counter("pghot_recorded_accesses")).isEqualTo(1);
    run.setKnob("enabled_sources", 2);
    scanned(1, 1);
    sampled(2, 0);
    sampled(2, 0);
    run.advanceBy(millis(102));
    assertThat(run.moves()).extracting(Move::page).containsExactly(1L);
  }

  @Test
  void hintFaultsAreRecordedAndLeftToOthers() {
    FakeTask task = mm.task("main");
    mm.map("heap", 100, 2);
    attach(Map.of());
    FaultEvidence evidence = new FaultEvidence();
    scan.onHintFault(fault -> fault.consult(evidence));
    sampled(4, 0);
    for (int i = 0; i < 2; i++) {
      scan.pageTable(mm).markProtNone(0, 1, new long[] {0b1100});
      run.touch(task, 2, 3);
      assertThat(run.moves()).as("nothing moves in the fault").isEmpty();
    }
    assertThat(task.chargedNs()).isEqualTo(4 * (1000 + AccessRecorder.RECORD_NS));
    run.advanceTo(millis(102));
    assertThat(run.moves()).extracting(Move::page).containsExactly(2L, 3L);
    assertThat(run.counter("pghot_recorded_hintfaults")).isEqualTo(4);
    assertThat(run.counter("pghot_recorded_hwhints")).isEqualTo(1);
    assertThat(run.counter("pghot_promoted_hintfaults")).isEqualTo(2);
  }

  @Test
  void onlySlowMigratableFoliosOfARangeAreRecorded() {
    Vma heap = mm.map("heap", 70, 2);
    mm.place(0, 65);
    Vma pinned = mm.mapPinned("pinned", 5, 2);
    mm.map("holes", 5, FakeMm.NOT_PRESENT);
    attach(Map.of());
    scanned(0, mm.pages());
    scanned(0, mm.pages());
    run.advanceTo(millis(102));
    assertThat(run.counter("pghot_recorded_accesses")).isEqualTo(2 * (heap.pages() - 1));
    assertThat(run.counter("pghot_recorded_pgtscans")).isEqualTo(2 * (70 + pinned.pages()));
    assertThat(run.moves()).hasSize(69);
    assertThat(mm.residentPages(2)).isEqualTo(5);
  }

  @Test
  void aFolioHasOneRecord() {
    mm.map("thp", 1024, 9, Vma.Kind.ANONYMOUS, 2);
    attach(Map.of());
    scanned(600, 10);
    scanned(1000, 1);
    scanned(511, 1);
    run.advanceTo(millis(102));
    assertThat(run.moves()).extracting(Move::page).containsExactly(512L);
    assertThat(run.counter("pghot_promoted_source_0")).isEqualTo(512);
  }

  @Test
  void foliosGoInBatchesThatEndWithTheSection() {
    mm.map("heap", HotSection.PAGES + 600, 2);
    run.migrationCostNs(1_000);
    attach(Map.of());
    long first = HotSection.PAGES - 513;
    scanned(first, 513 + 600);
    scanned(first, 513 + 600);
    run.advanceTo(millis(150));
    Map<Long, Integer> batches = new HashMap<>();
    run.moves().forEach(move -> batches.merge(move.atNs(), 1, Integer::sum));
    assertThat(batches.values()).containsExactlyInAnyOrder(512, 1, 512, 88);
  }

  @Test
  void aBatchEndsWhereTheTargetChanges() {
    mm.map("heap", 100, 2);
    run.migrationCostNs(1_000);
    attach(Map.of("variant", "precise", "freq_threshold", 1));
    sampled(1, 0);
    sampled(2, 1);
    sampled(3, 1);
    run.advanceTo(millis(150));
    assertThat(run.moves()).extracting(Move::target).containsExactly(0, 1, 1);
    assertThat(run.moves().get(1).atNs()).isGreaterThan(run.moves().get(0).atNs());
    assertThat(run.moves().get(2).atNs()).isEqualTo(run.moves().get(1).atNs());
  }

  @Test
  void theDefaultRecordHasAFixedTarget() {
    mm.map("heap", 100, 2);
    attach(Map.of("target_nid", 1, "freq_threshold", 1));
    sampled(1, 0);
    scanned(2, 1, 0);
    run.advanceTo(millis(102));
    assertThat(run.moves()).extracting(Move::target).containsExactly(1, 1);
  }

  @Test
  void aPreciseRecordGoesWhereTheLastReportSays() {
    mm.map("heap", 100, 2);
    attach(Map.of("variant", "precise", "target_nid", 1));
    sampled(1, 1);
    sampled(1, 0);
    scanned(2, 1, 0);
    scanned(2, 1, 0);
    scanned(3, 1);
    scanned(3, 1);
    scanned(4, 1, 2);
    scanned(4, 1, 2);
    run.advanceTo(millis(150));
    assertThat(run.moves()).extracting(Move::page).containsExactly(1L, 2L, 3L, 4L);
    assertThat(run.moves()).extracting(Move::target).containsExactly(0, 0, 1, 1);
  }

  @Test
  void everySlowNodeHasItsThread() {
    mm.map("heap", 100, 2);
    mm.map("other", 100, 3);
    attach(Map.of("freq_threshold", 1));
    assertThat(run.kthreads()).extracting("name").containsExactly("kmigrated2", "kmigrated3");
    scanned(0, 200);
    run.advanceTo(millis(102));
    assertThat(run.moves()).hasSize(200);
    double look = HotSection.PAGES * Kmigrated.LOOK_NS;
    assertThat(run.kthread("kmigrated2").chargedNs())
        .as("it woke first and recorded; then it walked one section")
        .isEqualTo(200 * AccessRecorder.RECORD_NS + look);
    assertThat(run.kthread("kmigrated3").chargedNs()).isEqualTo(look);
    run.advanceBy(millis(500));
    assertThat(run.kthread("kmigrated3").chargedNs()).as("nothing is hot").isEqualTo(look);
  }

  @Test
  void aReadyPageThatWaitedTooLongMustGetHotAnew() {
    mm.map("heap", 100, 2);
    full(0);
    attach(Map.of("variant", "precise", "pghot_promote_freq_window_ms", 60));
    run.advanceTo(millis(40));
    sampled(1, 0);
    sampled(1, 0);
    run.advanceTo(millis(41));
    sampled(2, 0);
    sampled(2, 0);
    run.advanceTo(millis(102));
    assertThat(run.moves()).as("59 ms go, 60 ms stay").extracting(Move::page).containsExactly(2L);
    assertThat(run.counter("pgpromote_candidate")).isEqualTo(1);
    run.advanceTo(millis(103));
    sampled(1, 0);
    run.advanceTo(millis(300));
    assertThat(run.moves()).hasSize(1);
  }

  @Test
  void withRoomOnTheTargetRecencyDoesNotMatter() {
    mm.map("heap", 100, 2);
    attach(Map.of("variant", "precise", "pghot_promote_freq_window_ms", 60));
    sampled(1, 0);
    sampled(1, 0);
    run.advanceTo(millis(102));
    assertThat(run.moves()).hasSize(1);
    assertThat(run.counter("pgpromote_candidate_nrl")).isEqualTo(1);
    assertThat(run.counter("pgpromote_candidate")).isZero();
  }

  @Test
  void theRateLimitIsSharedByAllSourcesAndThreads() {
    mm.map("heap", 200, 2);
    mm.map("other", 200, 3);
    full(0);
    attach(Map.of("freq_threshold", 1, "pghot_promote_rate_limit_MBps", 1));
    scanned(0, 400);
    run.advanceTo(millis(150));
    assertThat(run.moves()).hasSize(255);
    assertThat(run.counter("pgpromote_candidate")).isEqualTo(400);
  }

  @Test
  void whatSomebodyElseHasPromotedIsForgotten() {
    mm.map("heap", 100, 2);
    attach(Map.of());
    scanned(1, 2);
    scanned(1, 2);
    mm.place(0, 1);
    run.advanceTo(millis(102));
    assertThat(run.moves()).extracting(Move::page).containsExactly(2L);
    mm.place(2, 1);
    scanned(1, 1);
    run.advanceBy(millis(102));
    assertThat(run.moves()).hasSize(1);
    scanned(1, 1);
    run.advanceBy(millis(102));
    assertThat(run.moves()).hasSize(2);
  }

  @Test
  void aTargetMustBeTopTier() {
    assertThatThrownBy(() -> attach(Map.of("target_nid", 2)))
        .isInstanceOf(KnobException.class)
        .hasMessage("knob 'target_nid' is '2', expected a top-tier node of the machine");
    mm.map("heap", 100, 2);
    attach(Map.of("freq_threshold", 1));
    run.setKnob("target_nid", 3);
    scanned(1, 1);
    run.advanceBy(millis(102));
    run.setKnob("target_nid", 1);
    scanned(2, 1);
    run.advanceBy(millis(102));
    assertThat(run.moves()).extracting(Move::target).containsExactly(0, 1);
  }

  @Test
  void pausesAsItsKnobSays() {
    mm.map("heap", 100, 2);
    attach(Map.of("freq_threshold", 1, "kmigrated_sleep_ms", 7, "kmigrated_batch_nr", 1));
    run.migrationCostNs(1_000);
    scanned(1, 2);
    run.advanceTo(millis(7) - 1);
    assertThat(run.moves()).isEmpty();
    run.advanceTo(millis(7));
    assertThat(run.moves()).hasSize(1);
    run.advanceTo(millis(8));
    assertThat(run.moves()).hasSize(2);
  }
}
