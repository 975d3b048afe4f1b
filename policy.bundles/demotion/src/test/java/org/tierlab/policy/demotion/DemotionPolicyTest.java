package org.tierlab.policy.demotion;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.tierlab.testkit.SimulatedTime.millis;
import static org.tierlab.testkit.SimulatedTime.seconds;

import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tierlab.api.memory.FolioFlag;
import org.tierlab.api.policy.MigrationOutcome;
import org.tierlab.api.policy.Reason;
import org.tierlab.testkit.FakeKthread;
import org.tierlab.testkit.FakeMachine;
import org.tierlab.testkit.FakeMm;
import org.tierlab.testkit.FakeRun;
import org.tierlab.testkit.Move;

/**
 * kswapd and direct reclaim on a node of 8192 pages with min 40 and a gap of 10: low 50, high 60,
 * promo 70.
 */
class DemotionPolicyTest {
  private static final long HIGH = 60;
  private static final long PROMO = 70;

  private final FakeRun run = new FakeRun(new FakeMachine().dram(8192, 2).cxl(16_384), 1);
  private final FakeMm mm = run.process("app");

  private void start(Map<String, ?> knobs) {
    run.machine().node(0).minWatermark(40);
    new DemotionPolicy(run.policyContext(knobs)).start();
  }

  private void leaveFree(long pages) {
    run.machine().node(0).leaveFree(pages);
  }

  private long free() {
    return run.machine().node(0).freePages();
  }

  private void wake() {
    run.wakeKswapd(0);
    run.advanceBy(millis(50));
  }

  private int[] chunksMoved() {
    return run.moves().stream()
        .collect(groupingBy(Move::atNs, TreeMap::new, counting()))
        .values()
        .stream()
        .mapToInt(Long::intValue)
        .toArray();
  }

  @ParameterizedTest
  @CsvSource({
    "0, 60, 1",
    "0, 61, 0",
    "1, 60, 1",
    "1, 61, 0",
    "2, 61, 1",
    "2, 70, 1",
    "2, 71, 0",
    "3, 70, 1",
    "3, 71, 0",
  })
  void tieringModeRaisesTheMarkFromHighToPromo(int mode, long freePages, long runs) {
    start(Map.of("numa_balancing", mode));
    mm.map("heap", 4096, 0);
    leaveFree(freePages);

    wake();

    assertThat(run.counter("pageoutrun")).isEqualTo(runs);
    // One page of the 4096 is scanned at priority 12; more only if that page was not enough.
    assertThat(free()).isGreaterThan(mode >= 2 ? PROMO : HIGH);
  }

  @Test
  void onePageShortOnePageDemoted() {
    start(Map.of());
    mm.map("heap", 4096, 0);
    leaveFree(HIGH);

    wake();

    assertThat(run.moves())
        .singleElement()
        .satisfies(
            move -> {
              assertThat(move.from()).isEqualTo(0);
              assertThat(move.target()).isEqualTo(1);
              assertThat(move.reason()).isEqualTo(Reason.DEMOTION_KSWAPD);
              assertThat(move.outcome()).isEqualTo(MigrationOutcome.MIGRATED);
            });
    assertThat(free()).isEqualTo(HIGH + 1);
    assertThat(run.counter("pgscan_kswapd")).isEqualTo(1);
  }

  @Test
  void eachPassScansTwiceAsMuchUntilTheMarkIsReached() {
    start(Map.of("scan_folio_ns", 200));
    mm.map("heap", 4096, 0);
    leaveFree(0);

    wake();

    // 4096/2¹² = 1, 4095/2¹¹ = 1, 4094/2¹⁰ = 3, 4091/2⁹ = 7, 4084/2⁸ = 15, 4069/2⁷ = 31: 58 pages.
    // Then 4038/2⁶ = 63, in chunks of 32 and 31: the 60 wanted are there only after both.
    assertThat(chunksMoved()).containsExactly(1, 1, 3, 7, 15, 31, 32, 31);
    assertThat(free()).isEqualTo(121);
    assertThat(run.counter("pgscan_kswapd")).isEqualTo(121);
    assertThat(run.counter("pgsteal_kswapd")).isEqualTo(121);
    assertThat(run.counter("pageoutrun")).isEqualTo(1);
    assertThat(run.kthread("kswapd0").chargedNs()).isEqualTo(121 * 200);
    assertThat(run.kthread("kswapd1").chargedNs()).isZero();
  }

  @Test
  void aNodeThatIsNeverWokenIsLeftAlone() {
    start(Map.of());
    mm.map("heap", 4096, 0);
    leaveFree(0);

    run.advanceBy(seconds(10));

    assertThat(run.moves()).isEmpty();
  }

  @Test
  void afterANapKswapdLooksAgainByItself() {
    start(Map.of());
    mm.map("heap", 4096, 0);
    leaveFree(HIGH);
    wake();
    leaveFree(HIGH);

    run.advanceBy(millis(49));
    assertThat(run.counter("pageoutrun")).isEqualTo(1);
    run.advanceBy(millis(2));
    assertThat(run.counter("pageoutrun")).isEqualTo(2);
    assertThat(run.counter("kswapd_high_wmark_hit_quickly")).isEqualTo(1);
    assertThat(free()).isGreaterThan(HIGH);
  }

  @Test
  void afterAQuietNapKswapdSleepsUntilWoken() {
    start(Map.of());
    mm.map("heap", 4096, 0);
    leaveFree(HIGH);
    wake();
    run.advanceBy(millis(51));
    leaveFree(HIGH);

    run.advanceBy(seconds(10));
    assertThat(run.counter("pageoutrun")).isEqualTo(1);

    wake();
    assertThat(run.counter("pageoutrun")).isEqualTo(2);
    assertThat(run.counter("kswapd_low_wmark_hit_quickly")).isZero();
  }

  @Test
  void aWakeUpDuringTheNapIsCounted() {
    start(Map.of());
    mm.map("heap", 4096, 0);
    leaveFree(HIGH);
    wake();
    leaveFree(HIGH);

    wake();

    assertThat(run.counter("pageoutrun")).isEqualTo(2);
    assertThat(run.counter("kswapd_low_wmark_hit_quickly")).isEqualTo(1);
  }

  @Test
  void sixteenRunsInVainMakeTheNodeHopeless() {
    start(Map.of());
    mm.map("heap", 256, 0);
    leaveFree(0);
    run.machine().node(1).leaveFree(0);

    run.wakeKswapd(0);
    run.advanceBy(seconds(1));

    assertThat(run.counter("pageoutrun")).isEqualTo(16);
    assertThat(run.counter("kswapd_high_wmark_hit_quickly")).isEqualTo(15);
    assertThat(run.counter("pgsteal_kswapd")).isZero();

    run.machine().node(1).leaveFree(8192);
    wake();
    assertThat(run.counter("pageoutrun")).isEqualTo(16);
  }

  private void makeHopeless() {
    start(Map.of());
    mm.map("heap", 4096, 0);
    leaveFree(0);
    run.machine().node(1).leaveFree(0);
    run.wakeKswapd(0);
    run.advanceBy(seconds(5));
    assertThat(run.counter("pageoutrun")).isEqualTo(16);
    run.machine().node(1).leaveFree(8192);
  }

  @Test
  void aRunWithAResultStartsTheCountAfresh() {
    start(Map.of());
    mm.map("heap", 256, 0);
    leaveFree(0);
    run.machine().node(1).leaveFree(0);
    run.wakeKswapd(0);
    while (run.counter("pageoutrun") < 10) {
      run.advanceBy(1_000);
    }

    // Room for four pages: not enough for the balance, but enough to have hope.
    run.machine().node(1).leaveFree(5);
    run.advanceBy(seconds(5));

    assertThat(run.counter("pgsteal_kswapd")).isEqualTo(4);
    assertThat(run.counter("pageoutrun")).isEqualTo(10 + 16);
  }

  @Test
  void directReclaimThatGetsSomethingGivesHope() {
    makeHopeless();

    run.directReclaim(mm.task("main"), 0);
    wake();

    assertThat(run.counter("pgsteal_direct")).isGreaterThanOrEqualTo(32);
    assertThat(run.counter("pageoutrun")).isGreaterThan(16);
  }

  @Test
  void directReclaimInVainGivesNone() {
    makeHopeless();
    run.machine().node(1).leaveFree(0);

    run.directReclaim(mm.task("main"), 0);
    wake();

    assertThat(run.counter("allocstall_movable")).isEqualTo(1);
    assertThat(run.counter("pageoutrun")).isEqualTo(16);
  }

  @ParameterizedTest
  @CsvSource({"60, 16", "61, 17"})
  void freePagesThatClimbAboveTheHighWatermarkGiveHope(long peak, long runs) {
    makeHopeless();

    leaveFree(peak);
    wake();
    leaveFree(HIGH);
    wake();

    assertThat(run.counter("pageoutrun")).isEqualTo(runs);
  }

  @Test
  void switchingDemotionOnGivesHope() {
    makeHopeless();

    run.setKnob("demotion_enabled", true);
    wake();
    assertThat(run.counter("pageoutrun")).isEqualTo(16);

    run.setKnob("demotion_enabled", false);
    run.setKnob("demotion_enabled", true);
    wake();
    assertThat(run.counter("pageoutrun")).isEqualTo(17);
  }

  @Test
  void nothingMovesWhileDemotionIsOff() {
    start(Map.of("demotion_enabled", false));
    mm.map("heap", 4096, 0);
    leaveFree(0);

    wake();
    run.directReclaim(mm.task("main"), 0);

    assertThat(run.moves()).isEmpty();
    assertThat(run.counter("pageoutrun")).isZero();
    assertThat(run.counter("allocstall_movable")).isEqualTo(1);
  }

  @Test
  void switchingOffEndsARunBeforeItsNextPass() {
    start(Map.of());
    mm.map("heap", 4096, 0);
    leaveFree(0);
    run.wakeKswapd(0);

    run.setKnob("/sys/kernel/mm/numa/demotion_enabled", false);
    run.advanceBy(seconds(1));

    assertThat(run.moves()).isEmpty();
  }

  @Test
  void theLowestTierIsLeftAlone() {
    start(Map.of());
    mm.map("heap", 4096, 1);
    run.machine().node(1).minWatermark(40).leaveFree(0);

    run.wakeKswapd(1);
    run.advanceBy(seconds(1));

    assertThat(run.moves()).isEmpty();
    assertThat(run.counter("pageoutrun")).isZero();
  }

  @Test
  void directReclaimDemotesAtLeast32PagesAtTheTasksExpense() {
    start(Map.of("scan_folio_ns", 200));
    mm.map("heap", 4096, 0);
    leaveFree(0);
    var task = mm.task("main");

    run.directReclaim(task, 0);

    // 1 + 1 + 3 + 7 + 15 = 27 pages down to priority 8, and 31 at priority 7.
    assertThat(run.moves())
        .hasSize(58)
        .allSatisfy(move -> assertThat(move.reason()).isEqualTo(Reason.DEMOTION_DIRECT));
    assertThat(task.chargedNs()).isEqualTo(58 * 200);
    assertThat(run.kthread("kswapd0").chargedNs()).isZero();
    assertThat(run.counter("pgscan_direct")).isEqualTo(58);
    assertThat(run.counter("allocstall_movable")).isEqualTo(1);
  }

  @Test
  void directReclaimGoesDownToPriorityZeroWhereKswapdStopsAtOne() {
    start(Map.of());
    mm.map("heap", 1, 0);
    leaveFree(0);

    run.wakeKswapd(0);
    run.advanceBy(seconds(1));
    assertThat(run.moves()).isEmpty();

    run.directReclaim(mm.task("main"), 0);
    assertThat(run.moves()).hasSize(1);
  }

  @Test
  void coldFoliosGoAndUsedOnesStay() {
    start(Map.of());
    mm.map("hot", 2048, 0);
    mm.map("cold", 2048, 0);
    leaveFree(0);
    mm.accessRange(0, 2048);

    wake();

    assertThat(free()).isGreaterThan(HIGH);
    assertThat(run.moves()).allSatisfy(move -> assertThat(move.page()).isGreaterThan(2047));
  }

  @Test
  void aLowInactiveListIsAgedBeforeAndAfterEachPass() {
    start(Map.of());
    mm.map("heap", 8000, 0);
    for (long page = 3900; page < 8000; page++) {
      mm.flag(FolioFlag.ACTIVE, page, true);
    }
    leaveFree(HIGH);

    wake();

    // Priority 12: 3900 inactive against 4100 active pages; 32 before, nothing to scan, 32 after.
    // Priority 11: 32 before; 3996/2¹¹ = 1 page demoted and 4004/2¹¹ = 1 deactivated; 32 after.
    assertThat(run.moves()).hasSize(1);
    assertThat(run.counter("pgdeactivate")).isEqualTo(4 * 32 + 1);
  }

  @Test
  void longWorkIsDoneInSlices() {
    double folioNs = 10_000;
    start(Map.of("scan_folio_ns", folioNs));
    mm.map("heap", 4096, 0);
    mm.accessRange(0, 4096);
    leaveFree(0);

    run.wakeKswapd(0);
    run.advanceBy(millis(20));

    FakeKthread kswapd = run.kthread("kswapd0");
    double longest = FakeKthread.SLICE_NS + LruShrinker.SWAP_CLUSTER_MAX * folioNs;
    assertThat(kswapd.chargedNs()).isGreaterThan(20 * FakeKthread.SLICE_NS);
    assertThat(kswapd.chargedNs() / kswapd.runs()).isLessThanOrEqualTo(longest);
  }
}
