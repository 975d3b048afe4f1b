package org.tierlab.policy.promoteonaccess;

import static org.assertj.core.api.Assertions.assertThat;
import static org.tierlab.testkit.SimulatedTime.millis;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.tierlab.api.hotness.HotnessEvents;
import org.tierlab.api.hotness.SourceContext;
import org.tierlab.api.memory.FolioFlag;
import org.tierlab.api.memory.Vma;
import org.tierlab.api.policy.MigrationOutcome;
import org.tierlab.api.policy.PolicyContext;
import org.tierlab.testkit.FakeMachine;
import org.tierlab.testkit.FakeMm;
import org.tierlab.testkit.FakeRun;
import org.tierlab.testkit.Move;

/** Lists, failure codes and statistics. Node 0 is fast, 1 slow. */
class RecordsTest {
  private static final int UNKNOWN = HotnessEvents.UNKNOWN;

  private final FakeMachine machine = new FakeMachine().dram(40_000, 1).cxl(40_000);
  private final FakeRun run = new FakeRun(machine, 1);
  private final FakeMm mm = run.process("app");
  private final SourceContext source = run.sourceContext(Map.of());
  private PolicyContext context = run.policyContext(Map.of());

  private void attach(Map<String, ?> knobs) {
    context = run.policyContext(knobs);
    new PromoteOnAccess(context, context.knobs(PromoteOnAccessKnobs.class));
  }

  private void publish(FakeMm space, long first, long pages) {
    HotnessEvents events = new HotnessEvents();
    events.add(space, first, pages, 1, UNKNOWN, UNKNOWN, UNKNOWN, 0, run.nowNs());
    source.publish(events);
  }

  private long failures(String code) {
    return run.counter("kmmscand_err_" + code);
  }

  @Test
  void everyPageOfALargeFolioHasARecordAndAllButTheFirstFail() {
    mm.map("huge", 1024, 9, Vma.Kind.ANONYMOUS, 1);
    attach(Map.of());
    publish(mm, 0, 1024);
    run.advanceTo(millis(41));
    assertThat(run.moves()).extracting(Move::page).containsExactly(0L, 512L);
    assertThat(run.counter("nr_kmmscand_migrated")).isEqualTo(2);
    assertThat(failures("ineligible_src_node")).isEqualTo(2 * 511);
    assertThat(run.counter("nr_kmmscand_migrate_failed")).isEqualTo(2 * 511);
    assertThat(run.counter("kmmscand_list_taken")).isEqualTo(1024);
    assertThat(run.kthread("kmmmigrated").chargedNs()).isEqualTo(16 * 20 + 1024 * 50);
  }

  @Test
  void aFolioThatCannotMoveFailsWithEachOfItsRecords() {
    mm.map("large", 64, 4, Vma.Kind.ANONYMOUS, 1);
    attach(Map.of());
    run.refuse(mm, 16, MigrationOutcome.TARGET_FULL);
    publish(mm, 16, 16);
    run.advanceTo(millis(41));
    assertThat(failures("lru_isolation_err")).isEqualTo(16);
    assertThat(run.counter("nr_kmmscand_migrate_failed")).isEqualTo(16);
  }

  @Test
  void failuresHaveTheirCodes() {
    mm.map("heap", 100, 1);
    attach(Map.of());
    run.refuse(mm, 0, MigrationOutcome.TARGET_FULL);
    run.refuse(mm, 1, MigrationOutcome.IN_FLIGHT);
    run.refuse(mm, 2, MigrationOutcome.CLAIMED);
    run.refuse(mm, 3, MigrationOutcome.COPY_FAILED);
    run.refuse(mm, 4, MigrationOutcome.MM_EXITED);
    run.refuse(mm, 5, MigrationOutcome.NOT_PRESENT);
    publish(mm, 0, 7);
    run.advanceTo(millis(41));
    assertThat(failures("lru_isolation_err")).isEqualTo(1);
    assertThat(failures("nonlru_folio")).isEqualTo(2);
    assertThat(failures("migrate_misplaced_folio")).isEqualTo(1);
    assertThat(failures("exiting_mm")).isEqualTo(1);
    assertThat(failures("invalid_folio")).isEqualTo(1);
    assertThat(run.counter("nr_kmmscand_migrate_failed")).isEqualTo(6);
    assertThat(run.counter("nr_kmmscand_migrated")).isEqualTo(1);
  }

  @Test
  void whatHasLeftSlowMemoryWhileOnTheListIsIneligible() {
    mm.map("heap", 3000, 1);
    run.migrationCostNs(1_000_000);
    attach(Map.of());
    publish(mm, 0, 3000);
    run.advanceTo(millis(41));
    mm.place(0, 2990, 2991);
    run.advanceTo(millis(40_000));
    assertThat(failures("ineligible_src_node")).isEqualTo(2);
    assertThat(run.counter("nr_kmmscand_migrated")).isEqualTo(2998);
    assertThat(run.counter("kmmscand_list_pages_max")).isEqualTo(3000);
    assertThat(run.counter("kmmscand_list_pages")).isZero();
  }

  @Test
  void duplicatesAreCountedAndFailWhenTheListIsEmpty() {
    mm.map("heap", 100, 1);
    attach(Map.of());
    publish(mm, 0, 10);
    publish(mm, 5, 10);
    run.advanceTo(millis(41));
    assertThat(run.counter("kmmscand_list_duplicates")).isEqualTo(5);
    assertThat(run.moves()).hasSize(15);
    assertThat(run.counter("nr_kmmscand_migrated")).isEqualTo(15);
    assertThat(failures("ineligible_src_node")).isEqualTo(5);
    assertThat(run.counter("kmmscand_list_taken")).isEqualTo(20);
    assertThat(run.kthread("kmmmigrated").chargedNs()).isEqualTo(2 * 20 + 20 * 50);
  }

  @Test
  void pagesThatBecomeNoRecordAreTakenToo() {
    mm.map("heap", 1000, 1);
    mm.place(0, 3);
    attach(Map.of());
    publish(mm, 0, 500);
    run.advanceTo(millis(41));
    assertThat(run.counter("kmmscand_list_taken")).isEqualTo(500);
    assertThat(run.counter("nr_kmmscand_migrate_failed")).isZero();
  }

  @Test
  void version2StaysWithTheFirstProcessUntilItExits() {
    mm.map("heap", 10, 1);
    FakeMm other = run.process("other");
    other.map("heap", 10, 1);
    attach(Map.of("series", "kscand"));
    publish(mm, 0, 2);
    publish(other, 0, 2);
    run.advanceTo(millis(500));
    assertThat(run.moves()).extracting(Move::mm).containsExactly(0, 0);
    publish(mm, 2, 1);
    run.advanceTo(millis(600));
    assertThat(run.moves()).extracting(Move::mm).containsExactly(0, 0, 0);
    assertThat(run.counter("kscand_list_pages")).isEqualTo(2);
    assertThat(run.counter("kscand_list_runs")).isEqualTo(1);
    publish(mm, 3, 1);
    mm.exit();
    run.advanceTo(millis(700));
    assertThat(run.moves()).extracting(Move::mm).containsExactly(0, 0, 0, 1, 1);
    assertThat(run.counter("kscand_list_taken")).isEqualTo(6);
  }

  @Test
  void withRotationEveryPassServesTheNextProcess() {
    mm.map("heap", 10, 1);
    FakeMm other = run.process("other");
    other.map("heap", 10, 1);
    attach(Map.of("series", "kscand", "rotate_mms", true));
    publish(mm, 0, 2);
    publish(other, 0, 2);
    run.advanceTo(millis(41));
    assertThat(run.moves()).extracting(Move::mm).containsExactly(0, 0);
    publish(mm, 5, 1);
    run.advanceTo(millis(82));
    assertThat(run.moves()).extracting(Move::mm).containsExactly(0, 0, 1, 1);
    run.advanceTo(millis(123));
    assertThat(run.moves()).extracting(Move::mm).containsExactly(0, 0, 1, 1, 0);
  }

  @Test
  void version1HasOneListForAll() {
    mm.map("heap", 10, 1);
    FakeMm other = run.process("other");
    other.map("heap", 10, 1);
    attach(Map.of());
    publish(mm, 0, 2);
    publish(other, 0, 2);
    run.advanceTo(millis(41));
    assertThat(run.moves()).extracting(Move::mm).containsExactly(0, 0, 1, 1);
  }

  @Test
  void inactiveFoliosAreNotHotAndOthersAreCounted() {
    mm.map("heap", 10, 1);
    mm.flag(FolioFlag.ACTIVE, 2, true);
    attach(Map.of("series", "kscand", "require_active", true));
    publish(mm, 0, 4);
    run.advanceTo(millis(41));
    assertThat(run.counter("kscand_err_not_hot_page")).isEqualTo(3);
    assertThat(run.counter("nr_kscand_hotpage")).isEqualTo(1);
  }

  @Test
  void failuresOfAProcessAreSmoothedEvery1024RecordsOfAPass() {
    mm.map("heap", 5000, 1);
    attach(Map.of("series", "kscand", "require_active", true));
    publish(mm, 0, 1023);
    run.advanceTo(millis(41));
    assertThat(context.counter(mm, "kmigrated_fratio").value()).isZero();
    publish(mm, 0, 1);
    run.advanceTo(millis(90));
    assertThat(context.counter(mm, "kmigrated_fratio").value())
        .as("what a pass leaves over is dropped")
        .isZero();
    publish(mm, 0, 1024);
    run.advanceTo(millis(140));
    assertThat(context.counter(mm, "kmigrated_fratio").value()).isEqualTo(100);
    run.setKnob("require_active", false);
    publish(mm, 2000, 1024);
    run.advanceTo(millis(200));
    // 1024/4 failures stay beside 1024 successes: 256 of 1280
    assertThat(context.counter(mm, "kmigrated_fratio").value()).isEqualTo(20);
  }

  @Test
  void version0BearsTheScannersNameAndLooksEveryMillisecond() {
    mm.map("heap", 10, 1);
    attach(Map.of("series", "kmmscand-v0"));
    run.migrationCostNs(10_000);
    publish(mm, 0, 4);
    run.advanceTo(millis(1) - 1);
    assertThat(run.moves()).isEmpty();
    run.advanceTo(millis(2));
    assertThat(run.moves()).hasSize(4);
    assertThat(run.kthread("kmmscand").chargedNs()).isEqualTo(20 + 4 * 50 + 4 * 10_000);
    assertThat(run.counter("kmmscand_migration_oh")).isEqualTo(40);
    assertThat(run.counter("kmmscand_list_taken")).isEqualTo(4);
  }
}
