package org.tierlab.source.abit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.tierlab.testkit.SimulatedTime.millis;
import static org.tierlab.testkit.SimulatedTime.seconds;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.tierlab.api.hotness.HotnessEvents;
import org.tierlab.api.hotness.SourceContext;
import org.tierlab.api.hotness.WalkCosts;
import org.tierlab.api.knob.KnobException;
import org.tierlab.api.memory.Vma;
import org.tierlab.testkit.FakeMachine;
import org.tierlab.testkit.FakeMm;
import org.tierlab.testkit.FakeRun;
import org.tierlab.testkit.PublishedEvent;

/** Walks cost nothing unless a test says so: cycles of V1 then begin every 16 ms from 0. */
class AccessedBitScannerTest {
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
  void firstScanComesAfterTheInitialDelayAtTheNextCycle() {
    mm.map("heap", 10, 2);
    scan(Map.of());
    // cycles at multiples of 16 ms: 62 x 16 = 992, 63 x 16 = 1008
    run.advanceTo(millis(1008) - 1);
    assertThat(run.published()).isEmpty();
    run.advanceTo(millis(1008));
    assertThat(run.published())
        .containsExactly(
            new PublishedEvent(
                0,
                0,
                0,
                10,
                1,
                HotnessEvents.UNKNOWN,
                HotnessEvents.UNKNOWN,
                HotnessEvents.UNKNOWN,
                0,
                0,
                millis(1008)));
    // 10 < 256 pages: the period becomes 2300 ms; 144 cycles later is 3312 ms
    run.advanceTo(millis(3312) - 1);
    assertThat(mmScans()).isEqualTo(1);
    run.advanceTo(millis(3312));
    assertThat(mmScans()).isEqualTo(2);
    assertThat(run.published()).as("nothing was accessed since").hasSize(1);
  }

  @Test
  void processesThatStartLaterGetTheirOwnDelay() {
    scan(Map.of());
    run.advanceTo(millis(500));
    run.process("late").map("heap", 1, 2);
    run.advanceTo(millis(1504) - 1);
    assertThat(mmScans()).as("only the empty process").isEqualTo(1);
    run.advanceTo(millis(1504));
    assertThat(mmScans()).isEqualTo(2);
    assertThat(run.published()).extracting(PublishedEvent::fromNs).containsExactly(millis(500));
  }

  @Test
  void aFoundWorkingSetShortensThePeriodEightfold() {
    mm.map("heap", 256, 2);
    scan(Map.of());
    run.advanceTo(millis(1008));
    // 2000 / 8 = 250 ms, clamped to 500: due at 1508, cycle at 1520
    run.advanceTo(millis(1520) - 1);
    assertThat(mmScans()).isEqualTo(1);
    run.advanceTo(millis(1520));
    assertThat(mmScans()).isEqualTo(2);
  }

  @Test
  void eventSaysTheIntervalSinceTheVmaWasWalked() {
    mm.map("heap", 10, 2);
    scan(Map.of());
    run.advanceTo(millis(2000));
    mm.access(4, 5, 8);
    run.advanceTo(millis(3312));
    assertThat(run.published().subList(1, 3))
        .extracting(PublishedEvent::firstPage, PublishedEvent::pages, PublishedEvent::fromNs)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(4L, 2L, millis(1008)),
            org.assertj.core.groups.Tuple.tuple(8L, 1L, millis(1008)));
    assertThat(run.published()).extracting(PublishedEvent::toNs).contains(millis(3312));
  }

  @Test
  void aSingleVmaIsWalkedEntirelyHoweverLarge() {
    mm.map("huge", 3 * GIB_PAGES, 9, Vma.Kind.ANONYMOUS, 2);
    scan(Map.of());
    run.advanceTo(millis(1008));
    assertThat(run.published()).extracting(PublishedEvent::pages).containsExactly(3 * GIB_PAGES);
  }

  @Test
  void scanSizeActsBetweenVmas() {
    // 1 GiB at first: the first two make exactly that, less one folio in the first test
    mm.map("a", GIB_PAGES / 2, 9, Vma.Kind.ANONYMOUS, 2);
    mm.map("b", GIB_PAGES / 2, 9, Vma.Kind.ANONYMOUS, 2);
    mm.map("c", 512, 9, Vma.Kind.ANONYMOUS, 2);
    scan(Map.of());
    run.advanceTo(millis(1008));
    assertThat(run.counter("nr_kmmscand_vma_scans")).isEqualTo(2);
    // the next scan, 500 ms later, goes on at c, reaches the end and starts again only after that
    run.advanceTo(millis(1520));
    assertThat(run.counter("nr_kmmscand_vma_scans")).isEqualTo(3);
    assertThat(run.published()).hasSize(3);
    assertThat(run.published().get(2).firstPage()).isEqualTo(GIB_PAGES);
    run.advanceTo(millis(7000));
    assertThat(run.counter("nr_kmmscand_vma_scans")).isGreaterThanOrEqualTo(5);
  }

  @Test
  void oneFolioLessThanTheScanSizeWalksTheNextVmaToo() {
    mm.map("a", GIB_PAGES / 2, 9, Vma.Kind.ANONYMOUS, 2);
    mm.map("b", GIB_PAGES / 2 - 512, 9, Vma.Kind.ANONYMOUS, 2);
    mm.map("c", 1024, 9, Vma.Kind.ANONYMOUS, 2);
    scan(Map.of());
    run.advanceTo(millis(1008));
    assertThat(run.counter("nr_kmmscand_vma_scans")).isEqualTo(3);
  }

  @Test
  void unsuitableVmasAreSkipped() {
    mm.mapPinned("pinned", 10, 2);
    mm.map("libc", 10, 0, Vma.Kind.FILE_READ_ONLY, 2);
    mm.map("data", 10, 0, Vma.Kind.FILE, 2);
    scan(Map.of());
    run.advanceTo(millis(1008));
    assertThat(run.published())
        .extracting(PublishedEvent::firstPage, PublishedEvent::pages)
        .containsExactly(org.assertj.core.groups.Tuple.tuple(20L, 10L));
  }

  @Test
  void scaleZeroExcludesAProcessAndOthersChangeNothingInVersion1() {
    mm.map("heap", 10, 2);
    mm.scanScale(0);
    FakeMm ten = run.process("ten").scanScale(10);
    ten.map("heap", 10, 2);
    scan(Map.of());
    run.advanceTo(millis(3312));
    assertThat(run.published()).extracting(PublishedEvent::mm).containsOnly(ten.id());
    assertThat(mmScans()).isEqualTo(2);
  }

  @Test
  void scaleStretchesThePeriodInVersion3() {
    mm.map("heap", 10, 2);
    scan(Map.of("version", "v3"));
    // cycles every 20 ms; 2300 ms x (1 + 7/9) = 2300 + 1788 = 4088
    run.advanceTo(millis(1000));
    assertThat(run.counter("nr_kscand_mm_scans")).isEqualTo(1);
    run.advanceTo(millis(5100) - 1);
    assertThat(run.counter("nr_kscand_mm_scans")).isEqualTo(1);
    run.advanceTo(millis(5100));
    assertThat(run.counter("nr_kscand_mm_scans")).isEqualTo(2);
    assertThat(run.kthread("kscand").pending()).isTrue();
  }

  @Test
  void failedMigrationsStretchThePeriodInVersion3() {
    mm.map("heap", 10, 2);
    mm.scanScale(1);
    SourceContext context = run.sourceContext(Map.of("version", "v3"));
    new AccessedBitScanner(context, context.knobs(AbitKnobs.class));
    context.counter(mm, "kmigrated_fratio").set(100);
    // 2300 ms x 11 = 25.3 s after the scan at 1 s
    run.advanceTo(millis(26_300) - 1);
    assertThat(run.counter("nr_kscand_mm_scans")).isEqualTo(1);
    run.advanceTo(millis(26_300));
    assertThat(run.counter("nr_kscand_mm_scans")).isEqualTo(2);
  }

  @Test
  void secondAccessRuleCanBeHadInVersion1() {
    mm.map("heap", 10, 2);
    scan(Map.of("access_rule", "second-access"));
    mm.access(1);
    run.advanceTo(millis(1008));
    assertThat(run.published()).extracting(PublishedEvent::firstPage).containsExactly(1L);
    mm.access(2);
    run.advanceTo(millis(3312));
    assertThat(run.published()).hasSize(1);
    mm.access(2);
    run.advanceTo(seconds(7));
    assertThat(run.published()).hasSize(2);
    assertThat(run.published().get(1).firstPage()).isEqualTo(2);
  }

  @Test
  void inVersion3ColdPagesAreThoseThatWereIdleBefore() {
    mm.map("heap", 10, 2);
    mm.access(1);
    scan(Map.of("version", "v3"));
    run.advanceTo(millis(1000));
    assertThat(run.counter("nr_kscand_slowtier")).isEqualTo(10);
    assertThat(run.counter("nr_kscand_migadded")).isEqualTo(1);
    assertThat(run.counter("nr_kscand_idlepage")).isEqualTo(9);
    assertThat(run.counter("nr_kscand_coldpage")).isZero();
    mm.access(2);
    run.advanceTo(millis(5100));
    // page 1 was accessed once and is not idle, page 2 was idle: 9 were
    assertThat(run.counter("nr_kscand_coldpage")).isEqualTo(9);
    assertThat(run.counter("nr_kscand_idlepage")).isEqualTo(19);
  }

  @Test
  void targetIsTheFastNodeWithMostScannedPagesInVersion1() {
    mm.map("fast", 5, 1);
    mm.map("heap", 10, 2);
    mm.place(0, 0, 1);
    mm.access(0, 1);
    scan(Map.of());
    run.advanceTo(millis(1008));
    assertThat(run.published()).extracting(PublishedEvent::targetHint).containsExactly(1);
  }

  @Test
  void targetIsTheFastNodeWithMostAccessedPagesInVersion3() {
    mm.map("fast", 5, 1);
    mm.map("heap", 10, 2);
    mm.place(0, 0, 1);
    mm.access(0, 1, 2, 9);
    scan(Map.of("version", "v3"));
    run.advanceTo(millis(1000));
    assertThat(run.published()).extracting(PublishedEvent::targetHint).containsExactly(0);
  }

  @Test
  void targetOfTheLastScanServesUntilThisOneFindsFastPages() {
    mm.map("heap", 10, 2);
    mm.map("fast", 5, 1);
    scan(Map.of());
    run.advanceTo(millis(1008));
    mm.access(3);
    run.advanceTo(millis(3312));
    assertThat(run.published()).extracting(PublishedEvent::targetHint).containsExactly(0, 1);
  }

  @Test
  void targetKnobServesWhereThereAreNoFastPages() {
    mm.map("heap", 10, 2);
    scan(Map.of("target_node", 1));
    run.setKnob("/sys/kernel/mm/kmmscand/target_node", 2);
    run.advanceTo(millis(1008));
    assertThat(run.published()).extracting(PublishedEvent::targetHint).containsExactly(1);
    run.setKnob("target_node", 0);
    mm.access(3);
    run.advanceTo(millis(3312));
    assertThat(run.published()).extracting(PublishedEvent::targetHint).containsExactly(1, 0);
  }

  @Test
  void slowOrMissingTargetNodeIsRefused() {
    for (int node : new int[] {2, 3}) {
      assertThatThrownBy(() -> scan(Map.of("target_node", node)))
          .isInstanceOf(KnobException.class)
          .hasMessageContaining("target_node")
          .hasMessageContaining("'" + node + "'")
          .hasMessageContaining("top-tier");
    }
  }

  @Test
  void switchedOffItDoesNothingAndSwitchedOnItGoesOn() {
    mm.map("heap", 10, 2);
    scan(Map.of("scan_enabled", false));
    run.advanceTo(seconds(3));
    assertThat(run.published()).isEmpty();
    run.setKnob("scan_enabled", true);
    run.advanceBy(millis(16));
    assertThat(run.published()).hasSize(1);
  }

  @Test
  void periodKnobHoldsForNewProcessesOnly() {
    mm.map("heap", 10, 2);
    scan(Map.of());
    run.advanceTo(millis(16));
    run.setKnob("mm_scan_period_ms", 1000);
    run.process("late").map("heap", 10, 2);
    run.advanceTo(millis(1104));
    assertThat(mmScans()).isEqualTo(2);
    // the second is due again 1150 ms after its scan, the first 2300 ms
    run.advanceTo(millis(2288));
    assertThat(mmScans()).isEqualTo(3);
    assertThat(run.published()).extracting(PublishedEvent::mm).containsExactly(0, 1);
  }

  @Test
  void oneCycleVisitsSoManyProcessesAndTheNextGoesOn() {
    for (int i = 0; i < 4; i++) {
      run.process("p" + i).map("heap", 1, 2);
    }
    scan(Map.of("mms_to_scan", 2));
    // 5 slots with two visits a cycle; cycle 0 visits slots 0 and 1, cycle 63 slots 1 and 2
    run.advanceTo(millis(1008));
    assertThat(run.published()).extracting(PublishedEvent::mm).containsExactly(1, 2);
    run.advanceTo(millis(1024));
    assertThat(run.published()).extracting(PublishedEvent::mm).containsExactly(1, 2, 3, 4);
  }

  @Test
  void longWalksAreCutIntoSlicesAndPaidFor() {
    run.walkCosts(new WalkCosts(20, 0, 0));
    mm.map("heap", 10_000, 2);
    scan(Map.of());
    // an entry and a record of 20 ns each: 3 chunks of 1024 pages fill a slice of 100 us
    run.advanceTo(millis(1008));
    assertThat(run.published()).isEmpty();
    assertThat(run.kthread("kmmscand").chargedNs()).isEqualTo(3 * 1024 * 40);
    run.advanceTo(millis(1008) + 9 * 1024 * 40);
    assertThat(run.kthread("kmmscand").chargedNs()).isEqualTo(10_000 * 40);
    assertThat(run.published()).extracting(PublishedEvent::pages).containsExactly(10_000L);
    assertThat(run.published().get(0).toNs()).isEqualTo(millis(1008) + 400_000);
    assertThat(run.counter("kmmscand_longest_scan_us")).isEqualTo(400);
  }

  @Test
  void anOverloadedScannerIsLate() {
    // 30,000 pages and records at 100 us are 6 s: longer than the longest period
    run.walkCosts(new WalkCosts(100_000, 0, 0));
    mm.map("heap", 30_000, 2);
    FakeMm other = run.process("other");
    other.map("heap", 1, 2);
    scan(Map.of());
    run.advanceTo(seconds(20));
    List<Long> ends =
        run.published().stream().filter(e -> e.mm() == 0).map(PublishedEvent::toNs).toList();
    assertThat(ends.get(0)).isEqualTo(millis(7008));
    assertThat(run.counter("kmmscand_missed_deadlines")).isPositive();
    assertThat(run.counter("kmmscand_longest_scan_us")).isEqualTo(6_000_000);
  }

  @Test
  void aProcessMayExitBetweenTwoSlices() {
    run.walkCosts(new WalkCosts(20, 0, 0));
    mm.map("heap", 10_000, 2);
    FakeMm other = run.process("other");
    other.map("heap", 5, 2);
    scan(Map.of());
    run.advanceTo(millis(1008));
    mm.exit();
    run.advanceTo(seconds(2));
    assertThat(run.published()).extracting(PublishedEvent::mm).containsOnly(other.id());
  }

  @Test
  void aScanThatBeginsAWholePeriodLateHasMissedItsDeadline() {
    // due at 1000 ms with a period of 2000; cycles every millisecond
    assertThat(missedDeadlinesIfScannedAt(2999)).isZero();
    assertThat(missedDeadlinesIfScannedAt(3000)).isEqualTo(1);
  }

  private long missedDeadlinesIfScannedAt(long ms) {
    FakeRun other = new FakeRun(machine, 1);
    other.walkCosts(new WalkCosts(0, 0, 0));
    other.process("app").map("heap", 10, 2);
    SourceContext context = other.sourceContext(Map.of("scan_enabled", false, "scan_sleep_ms", 1));
    new AccessedBitScanner(context, context.knobs(AbitKnobs.class));
    other.advanceTo(millis(ms - 1));
    other.setKnob("scan_enabled", true);
    other.advanceTo(millis(ms));
    assertThat(other.counter("nr_kmmscand_mm_scans")).isEqualTo(1);
    return other.counter("kmmscand_missed_deadlines");
  }
}
