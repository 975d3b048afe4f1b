package org.tierlab.policy.promoteonaccess;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.tierlab.testkit.SimulatedTime.millis;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.tierlab.api.hotness.HotnessEvents;
import org.tierlab.api.hotness.SourceContext;
import org.tierlab.api.knob.KnobException;
import org.tierlab.api.memory.FolioFlag;
import org.tierlab.api.memory.Vma;
import org.tierlab.api.policy.Batching;
import org.tierlab.api.policy.MigrationOutcome;
import org.tierlab.api.policy.PolicyContext;
import org.tierlab.api.policy.Reason;
import org.tierlab.api.policy.TargetRule;
import org.tierlab.testkit.FakeKthread;
import org.tierlab.testkit.FakeMachine;
import org.tierlab.testkit.FakeMm;
import org.tierlab.testkit.FakeRun;
import org.tierlab.testkit.Move;

/** Nodes 0 and 1 are fast, 2 is slow. */
class PromoteOnAccessTest {
  private static final int UNKNOWN = HotnessEvents.UNKNOWN;

  private final FakeMachine machine = new FakeMachine().dram(20_000, 1).dram(20_000, 1).cxl(20_000);
  private final FakeRun run = new FakeRun(machine, 1);
  private final FakeMm mm = run.process("app");
  private final SourceContext source = run.sourceContext(Map.of());

  private void attach(Map<String, ?> knobs) {
    PolicyContext context = run.policyContext(knobs);
    new PromoteOnAccess(context, context.knobs(PromoteOnAccessKnobs.class));
  }

  private void publish(FakeMm space, long first, long pages, int node, int hint) {
    HotnessEvents events = new HotnessEvents();
    events.add(space, first, pages, 1, UNKNOWN, node, hint, 0, run.nowNs());
    source.publish(events);
  }

  private void publish(long first, long pages) {
    publish(mm, first, pages, UNKNOWN, UNKNOWN);
  }

  @Test
  void passesComeFortyMillisecondsApart() {
    mm.map("heap", 10, 2);
    attach(Map.of());
    publish(3, 2);
    run.advanceTo(millis(40) - 1);
    assertThat(run.moves()).isEmpty();
    run.advanceTo(millis(40));
    assertThat(run.moves()).extracting(Move::page).containsExactly(3L, 4L);
    // the first pass has read one word for 20 ns and taken two records for 50 ns
    run.advanceTo(millis(40) + 120);
    publish(7, 1);
    run.advanceTo(millis(80) + 119);
    assertThat(run.moves()).hasSize(2);
    run.advanceTo(millis(80) + 120 + 70);
    assertThat(run.moves()).hasSize(3);
    assertThat(run.counter("nr_kmmscand_migrated")).isEqualTo(3);
    assertThat(run.counter("nr_kmmscand_migrate_failed")).isZero();
  }

  @Test
  void whatWasWatchedAndNotAccessedStays() {
    mm.map("heap", 4, 2);
    attach(Map.of());
    HotnessEvents events = new HotnessEvents();
    events.add(mm, 0, 2, 0, UNKNOWN, UNKNOWN, UNKNOWN, 0, 0);
    events.add(mm, 2, 1, 1, UNKNOWN, UNKNOWN, UNKNOWN, 0, 0);
    events.add(mm, 3, 1, UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN, 0, 0);
    source.publish(events);
    run.advanceTo(millis(100));
    assertThat(run.moves()).extracting(Move::page).containsExactly(2L, 3L);
  }

  @Test
  void foliosGoOneByOneAboveTheHighWatermark() {
    mm.map("heap", 4, 2);
    attach(Map.of());
    machine.node(0).leaveFree(machine.node(0).highWatermark() + 3);
    publish(0, 4);
    run.advanceTo(millis(40) + 20 + 4 * 50);
    assertThat(run.moves())
        .extracting(Move::outcome)
        .containsExactly(
            MigrationOutcome.MIGRATED,
            MigrationOutcome.MIGRATED,
            MigrationOutcome.TARGET_FULL,
            MigrationOutcome.TARGET_FULL);
    Move move = run.moves().get(0);
    assertThat(move.batching()).isEqualTo(Batching.ONE_BY_ONE);
    assertThat(move.rule()).isEqualTo(TargetRule.HIGH_WATERMARK_WAKE_KSWAPD);
    assertThat(move.reason()).isEqualTo(Reason.PROMOTION);
    assertThat(run.kswapdWakes()).containsExactly(0, 0);
    assertThat(run.counter("nr_kmmscand_migrate_failed")).isEqualTo(2);
    run.advanceBy(millis(100));
    assertThat(run.moves()).as("failed folios are not tried again").hasSize(4);
  }

  @Test
  void targetIsTheHintThenTheAccessingNodeThenTheKnob() {
    mm.map("heap", 10, 2);
    attach(Map.of("target_node", 1));
    publish(mm, 0, 1, 0, 1);
    publish(mm, 1, 1, 0, UNKNOWN);
    publish(mm, 2, 1, UNKNOWN, UNKNOWN);
    publish(mm, 3, 1, 2, 2);
    run.advanceTo(millis(40));
    assertThat(run.moves()).extracting(Move::target).containsExactly(1, 0, 1, 1);
    run.setKnob("/sys/kernel/mm/kmmscand/target_node", 2);
    publish(4, 1);
    run.advanceBy(millis(40) + 1000);
    run.setKnob("target_node", 0);
    publish(5, 1);
    run.advanceBy(millis(40) + 1000);
    assertThat(run.moves().subList(4, 6)).extracting(Move::target).containsExactly(1, 0);
  }

  @Test
  void slowOrMissingTargetNodeIsRefused() {
    for (int node : new int[] {2, 3}) {
      assertThatThrownBy(() -> attach(Map.of("target_node", node)))
          .isInstanceOf(KnobException.class)
          .hasMessageContaining("target_node")
          .hasMessageContaining("'" + node + "'");
    }
  }

  @Test
  void onlySlowMigratableFoliosOfTheRangeMove() {
    mm.map("heap", 100, 2);
    mm.mapPinned("pinned", 10, 2);
    mm.map("tail", 90, 2);
    mm.place(0, 20, 21);
    attach(Map.of());
    publish(19, 100);
    run.advanceTo(millis(40) + 1000);
    assertThat(run.moves())
        .extracting(Move::page)
        .hasSize(100 - 2 - 10)
        .startsWith(19L, 22L)
        .endsWith(118L)
        .doesNotContain(20L, 21L, 18L, 119L, 100L, 109L)
        .contains(99L, 110L);
  }

  @Test
  void samePageNumbersOfTwoProcessesAreKeptApart() {
    mm.map("heap", 10, 2);
    FakeMm other = run.process("other");
    other.mapPinned("pinned", 10, 2);
    attach(Map.of());
    publish(mm, 3, 1, UNKNOWN, UNKNOWN);
    publish(other, 3, 1, UNKNOWN, UNKNOWN);
    publish(mm, 4, 1, UNKNOWN, UNKNOWN);
    run.advanceTo(millis(40) + 1000);
    assertThat(run.moves()).extracting(Move::mm).containsExactly(0, 0);
    assertThat(run.moves()).extracting(Move::page).containsExactly(3L, 4L);
  }

  @Test
  void eventInsideALargeFolioMovesItWhole() {
    mm.map("huge", 2048, 9, Vma.Kind.ANONYMOUS, 2);
    attach(Map.of());
    publish(700, 1);
    publish(1536, 512);
    run.advanceTo(millis(40) + 1000);
    assertThat(run.moves()).extracting(Move::page).containsExactly(512L, 1536L);
    assertThat(mm.residentPages(0)).isEqualTo(1024);
    publish(1023, 2);
    run.advanceBy(millis(40) + 1000);
    assertThat(run.moves()).extracting(Move::page).containsExactly(512L, 1536L, 1024L);
  }

  @Test
  void aPassGoesOnUntilTheListIsEmpty() {
    mm.map("heap", 3000, 2);
    run.migrationCostNs(1000);
    attach(Map.of());
    publish(0, 3000);
    // 512 folios of 1 us a plan: and 47 words of 20 ns and 3000 records of 50 ns
    run.advanceTo(millis(40) + 2_000_000);
    assertThat(run.moves()).hasSizeBetween(2000, 2600);
    run.advanceTo(millis(40) + 3_000_000 + 47 * 20 + 3000 * 50);
    assertThat(mm.residentPages(0)).isEqualTo(3000);
    assertThat(run.counter("nr_kmmscand_migrated")).isEqualTo(3000);
    assertThat(run.kthread("kmmmigrated").chargedNs()).isEqualTo(3_000_000 + 47 * 20 + 3000 * 50);
  }

  @Test
  void longRangesWithoutSlowPagesAreReadInSlices() {
    FakeMachine wide = new FakeMachine().dram(1 << 20, 1).cxl(10);
    FakeRun other = new FakeRun(wide, 1);
    FakeMm space = other.process("app");
    space.map("heap", 64 * 6000, 0);
    PolicyContext context = other.policyContext(Map.of());
    new PromoteOnAccess(context, context.knobs(PromoteOnAccessKnobs.class));
    HotnessEvents events = new HotnessEvents();
    events.add(space, 0, 64 * 6000, 1, UNKNOWN, UNKNOWN, UNKNOWN, 0, 0);
    other.sourceContext(Map.of()).publish(events);
    other.advanceTo(millis(40));
    FakeKthread thread = other.kthread("kmmmigrated");
    assertThat(thread.chargedNs()).isEqualTo(FakeKthread.SLICE_NS);
    other.advanceTo(millis(41));
    assertThat(thread.chargedNs()).isEqualTo(6000 * 20);
    assertThat(other.moves()).isEmpty();
  }

  @Test
  void recordsOfAnExitedProcessAreDropped() {
    mm.map("heap", 1000, 2);
    FakeMm other = run.process("other");
    other.map("heap", 10, 2);
    attach(Map.of());
    publish(mm, 0, 1000, UNKNOWN, UNKNOWN);
    publish(other, 4, 1, UNKNOWN, UNKNOWN);
    mm.exit();
    run.advanceTo(millis(40) + 1000);
    assertThat(run.moves()).extracting(Move::mm).containsExactly(other.id());
    assertThat(run.counter("nr_kmmscand_migrate_failed")).isZero();
    assertThat(run.kthread("kmmmigrated").chargedNs()).as("one look each").isEqualTo(2 * 20 + 50);
  }

  @Test
  void secondSeriesHasItsNamesAndMayWantActiveFolios() {
    mm.map("heap", 10, 2);
    mm.flag(FolioFlag.ACTIVE, 2, true);
    attach(Map.of("series", "kscand", "require_active", true));
    publish(0, 4);
    run.advanceTo(millis(40) + 1000);
    assertThat(run.moves()).extracting(Move::page).containsExactly(2L);
    assertThat(run.counter("nr_kscand_migrated")).isEqualTo(1);
    assertThat(run.counter("nr_kscand_migrate_failed")).isEqualTo(3);
    assertThat(run.kthread("kmigrated").pending()).isTrue();
    run.setKnob("require_active", false);
    publish(0, 4);
    run.advanceBy(millis(41));
    assertThat(run.moves()).extracting(Move::page).containsExactly(2L, 0L, 1L, 3L);
  }

  @Test
  void pauseFollowsItsKnobs() {
    mm.map("heap", 10, 2);
    attach(Map.of("migrate_sleep_ms", 5, "migrate_wait_ms", 0));
    publish(0, 1);
    run.advanceTo(millis(5) - 1);
    assertThat(run.moves()).isEmpty();
    run.advanceTo(millis(5));
    assertThat(run.moves()).hasSize(1);
  }
}
