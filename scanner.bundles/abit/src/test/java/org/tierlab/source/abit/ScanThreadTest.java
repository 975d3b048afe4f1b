package org.tierlab.source.abit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.tierlab.testkit.SimulatedTime.millis;
import static org.tierlab.testkit.SimulatedTime.seconds;

import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.tierlab.api.hotness.SourceContext;
import org.tierlab.api.hotness.WalkCosts;
import org.tierlab.api.memory.Vma;
import org.tierlab.testkit.FakeMachine;
import org.tierlab.testkit.FakeMm;
import org.tierlab.testkit.FakeRun;
import org.tierlab.testkit.PublishedEvent;

/** What follows from how scan threads, mappings, lists and locks meet; timed as the other test. */
class ScanThreadTest {
  private static final long GIB_PAGES = 1L << 18;

  private final FakeMachine machine =
      new FakeMachine().dram(1 << 20, 2).dram(1 << 20, 2).cxl(4 << 20);
  private final FakeRun run = new FakeRun(machine, 1);
  private final FakeMm mm = run.process("app");

  @BeforeEach
  void freeWalks() {
    run.walkCosts(new WalkCosts(0, 0, 0));
  }

  private void scan(Map<String, ?> knobs) {
    SourceContext context = run.sourceContext(knobs);
    new AccessedBitScanner(context, context.knobs(AbitKnobs.class));
  }

  private long mmScans() {
    return run.counter("nr_kmmscand_mm_scans");
  }

  @Test
  void skippedVmasCountTowardsTheScanSizeUntilVersion1() {
    mm.mapPinned("pinned", GIB_PAGES, FakeMm.NOT_PRESENT);
    mm.map("heap", 10, 2);
    scan(Map.of());
    run.advanceTo(millis(1008));
    assertThat(run.counter("nr_kmmscand_vma_scans")).isEqualTo(1);
    assertThat(run.published()).isEmpty();
  }

  @Test
  void fromVersion2OnTheScanSizeEndsAScanOnlyWhereSomethingWasHot() {
    mm.mapPinned("pinned", GIB_PAGES, FakeMm.NOT_PRESENT);
    mm.map("absent", 10, FakeMm.NOT_PRESENT);
    mm.map("heap", 10, 2);
    mm.map("more", 10, 2);
    scan(Map.of("version", "v2"));
    run.advanceTo(millis(1000));
    assertThat(run.counter("nr_kscand_vma_scans")).isEqualTo(3);
    assertThat(run.published()).extracting(PublishedEvent::firstPage).hasSize(1);
  }

  @Test
  void whatFollowsALargeVmaWithAnUnpopulatedEndIsNeverScanned() {
    mm.map("heap", GIB_PAGES, FakeMm.NOT_PRESENT);
    mm.map("next", 10, 2);
    mm.place(2, 0, 1);
    scan(Map.of());
    run.advanceTo(seconds(60));
    assertThat(mmScans()).isGreaterThan(10);
    assertThat(run.published()).extracting(PublishedEvent::firstPage).containsOnly(0L);
    assertThat(run.counter("kmmscand_full_scans")).isZero();
    mm.place(2, GIB_PAGES - 1);
    run.advanceTo(seconds(75));
    assertThat(run.published()).extracting(PublishedEvent::firstPage).contains(GIB_PAGES);
  }

  @Test
  void aLastVmaOfTheScanSizeIsFollowedByAScanOfNothing() {
    mm.map("heap", GIB_PAGES, 9, Vma.Kind.ANONYMOUS, 2);
    scan(Map.of());
    // scans at 1008 and, after 500 ms, at 1520; the working set lasts by its sixteenth
    run.advanceTo(millis(1520));
    assertThat(mmScans()).isEqualTo(2);
    assertThat(run.counter("nr_kmmscand_vma_scans")).isEqualTo(1);
    assertThat(run.counter("kmmscand_full_scans")).isEqualTo(1);
    assertThat(run.counter("kmmscand_full_scan_max_ms")).isEqualTo(512);
    assertThat(run.counter("kmmscand_full_scan_min_ms")).isEqualTo(512);
    run.advanceTo(millis(2048));
    assertThat(run.counter("nr_kmmscand_vma_scans")).isEqualTo(2);
  }

  @Test
  void shortestAndLongestFullScansAreKept() {
    run.walkCosts(new WalkCosts(20, 0, 0));
    mm.map("heap", 100_000, 2);
    FakeMm other = run.process("other");
    other.map("heap", 1, 2);
    scan(Map.of());
    run.advanceTo(seconds(2));
    // 100,000 entries and records of 20 ns
    assertThat(run.counter("kmmscand_full_scan_max_ms")).isEqualTo(4);
    assertThat(run.counter("kmmscand_full_scan_min_ms")).isZero();
    assertThat(run.counter("kmmscand_full_scans")).isGreaterThanOrEqualTo(2);
  }

  @Test
  void everyTurnOfACycleCostsWhetherAProcessIsDueOrNot() {
    run.walkCosts(new WalkCosts(0, 0, 5));
    scan(Map.of("mms_to_scan", 1000));
    run.advanceTo(0);
    assertThat(run.kthread("kmmscand").chargedNs()).isEqualTo(1000 * 50);
    run.advanceTo(millis(16));
    assertThat(run.kthread("kmmscand").chargedNs()).isEqualTo(1000 * 50);
    run.advanceTo(millis(16) + 1000 * 50);
    assertThat(run.kthread("kmmscand").chargedNs()).isEqualTo(2 * 1000 * 50);
  }

  @Test
  void aProcessWhoseMmapLockIsHeldIsTriedAgainOnALaterTurn() {
    mm.map("heap", 10, 2);
    FakeMm other = run.process("other");
    other.map("heap", 10, 2);
    mm.holdMmapLock(millis(1000), millis(1024));
    scan(Map.of());
    run.advanceTo(millis(1008));
    assertThat(run.published()).extracting(PublishedEvent::mm).containsExactly(other.id());
    run.advanceTo(millis(1024) - 1);
    assertThat(run.published()).hasSize(1);
    assertThat(run.counter("kmmscand_mmap_trylock_failed")).isPositive();
    run.advanceTo(millis(1024));
    assertThat(run.published()).extracting(PublishedEvent::mm).containsExactly(other.id(), 0);
  }

  @Test
  void threadsOfAllNodesShareTheProcesses() {
    run.walkCosts(new WalkCosts(20, 0, 0));
    for (int i = 0; i < 2; i++) {
      run.process("p" + i).map("heap", 100_000, 2);
    }
    mm.map("heap", 100_000, 2);
    scan(Map.of("scan_threads", "per-node"));
    run.advanceTo(millis(1008));
    run.advanceTo(millis(1013));
    assertThat(run.kthreads())
        .extracting(thread -> thread.name())
        .containsExactly("kmmscand0", "kmmscand1", "kmmscand2");
    assertThat(run.kthreads())
        .as("a process each, at the same time")
        .allSatisfy(thread -> assertThat(thread.chargedNs()).isEqualTo(4_000_000));
    assertThat(run.published()).extracting(PublishedEvent::mm).containsExactlyInAnyOrder(0, 1, 2);
    assertThat(mmScans()).isEqualTo(3);
  }

  @Test
  void aSpliceWaitsForTheMigratorsLock() {
    run.walkCosts(new WalkCosts(20, 0, 0));
    mm.map("heap", 10, 2);
    SourceContext context = run.sourceContext(Map.of());
    new AccessedBitScanner(context, context.knobs(AbitKnobs.class));
    run.advanceTo(millis(1010));
    assertThat(run.counter("kmmscand_list_lock_stalls")).isZero();
    assertThat(run.kthread("kmmscand").chargedNs()).isEqualTo(10 * 40);
    context.counter("kmmscand_list_pages").set(1);
    mm.access(3);
    run.advanceTo(millis(3400));
    assertThat(run.counter("kmmscand_list_lock_stalls")).isEqualTo(1);
    assertThat(run.kthread("kmmscand").chargedNs()).isEqualTo(10 * 40 + 10 * 20 + 20 + 20);
  }

  @Test
  void fromVersion2OnOnlyTheListOfTheProcessCounts() {
    mm.map("heap", 10, 2);
    run.process("other").map("heap", 10, 2);
    SourceContext context = run.sourceContext(Map.of("version", "v2"));
    new AccessedBitScanner(context, context.knobs(AbitKnobs.class));
    context.counter("kscand_list_pages").set(7);
    context.counter(mm, "migrate_list_pages").set(7);
    run.advanceTo(millis(1000));
    assertThat(run.published()).hasSize(2);
    assertThat(run.counter("kscand_list_lock_stalls")).isEqualTo(1);
  }

  @Test
  void version0PublishesAtTheEndOfItsCycleAndWaitsForItsMigration() {
    mm.map("heap", 10, 2);
    mm.map("more", 10, 2);
    SourceContext context = run.sourceContext(Map.of("version", "v0"));
    new AccessedBitScanner(context, context.knobs(AbitKnobs.class));
    run.advanceTo(millis(1008));
    assertThat(run.published()).hasSize(2);
    FakeMm late = run.process("late");
    late.map("heap", 10, 2);
    context.counter("kmmscand_list_taken").add(19);
    run.advanceTo(millis(1009));
    context.counter("kmmscand_list_taken").add(1);
    run.advanceTo(millis(1010));
    // the next cycle comes 16 ms after the list was empty
    run.advanceTo(millis(1026) - 1);
    long before = run.kthread("kmmscand").runs();
    run.advanceTo(millis(1026));
    assertThat(run.kthread("kmmscand").runs()).isEqualTo(before + 1);
    assertThat(run.counter("kmmscand_scan_oh")).isZero();
  }

  @Test
  void version0DoesNotWaitForEverWhereNobodyMigrates() {
    mm.map("heap", 300, 2);
    scan(Map.of("version", "v0"));
    run.advanceTo(millis(1008));
    assertThat(mmScans()).isEqualTo(1);
    long runs = run.kthread("kmmscand").runs();
    run.advanceTo(millis(1107));
    assertThat(run.kthread("kmmscand").runs()).as("a look a millisecond").isEqualTo(runs + 99);
    // given up at 1108; due 400 ms after the scan, in the cycle at 1124 + 18 x 16 = 1412
    mm.accessRange(0, 300);
    run.advanceTo(millis(1412));
    assertThat(mmScans()).isEqualTo(2);
    run.advanceTo(millis(1428));
    assertThat(run.kthread("kmmscand").runs()).as("no second wait").isEqualTo(runs + 100 + 20);
  }

  @Test
  void aSynchronousVersion1Waits() {
    mm.map("heap", 10, 2);
    mm.map("more", 10, 2);
    scan(Map.of("migration", "synchronous"));
    run.advanceTo(millis(1008));
    assertThat(run.published()).hasSize(2);
    long looks = run.kthread("kmmscand").runs();
    // cycles come every 16 ms, looks every one: until 1107 nothing but looks
    run.advanceTo(millis(1107));
    assertThat(run.kthread("kmmscand").runs()).isEqualTo(looks + 99);
  }

  @Test
  void anAsynchronousVersion0GoesOn() {
    mm.map("heap", 10, 2);
    scan(Map.of("version", "v0", "migration", "asynchronous"));
    run.advanceTo(millis(1008));
    assertThat(run.published()).hasSize(1);
    long cycles = run.kthread("kmmscand").runs();
    run.advanceTo(millis(1008 + 10 * 16));
    assertThat(run.kthread("kmmscand").runs()).isEqualTo(cycles + 10);
  }
}
