package org.tierlab.policy.demotion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyInt;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.spy;
import static org.mockito.Mockito.when;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tierlab.api.knob.KnobSet;
import org.tierlab.api.knob.Knobs;
import org.tierlab.api.memory.FolioFlag;
import org.tierlab.api.memory.Lru;
import org.tierlab.api.memory.LruBatch;
import org.tierlab.api.memory.Vma;
import org.tierlab.api.policy.Batching;
import org.tierlab.api.policy.MigrationOutcome;
import org.tierlab.api.policy.MigrationPlan;
import org.tierlab.api.policy.PolicyContext;
import org.tierlab.api.policy.Reason;
import org.tierlab.api.policy.TargetRule;
import org.tierlab.testkit.FakeMachine;
import org.tierlab.testkit.FakeMm;
import org.tierlab.testkit.FakeRun;
import org.tierlab.testkit.FakeTask;

/** The passes over the lists: scan counts, the second chance, failures, and ageing. */
class LruShrinkerTest {
  private static final int ALL = 0;

  private final FakeRun run = new FakeRun(new FakeMachine().dram(8192, 1).cxl(8192), 1);
  private final FakeMm mm = run.process("app");
  private final FakeTask task = mm.task("main");
  private final PolicyContext context = run.policyContext(Map.of());
  private final Knobs<DemotionKnobs> knobs =
      Knobs.fixed(KnobSet.of(DemotionKnobs.class).bind(Map.of("scan_folio_ns", 100)));
  private double chargedNs;

  private LruShrinker shrinker(Reason reason) {
    return new LruShrinker(context, knobs, 0, reason);
  }

  private void charge(double ns) {
    chargedNs += ns;
  }

  /** A whole pass in task context, without the ageing at its end. */
  private void pass(LruShrinker shrinker, int priority, long wanted) {
    shrinker.begin(priority, wanted);
    while (!shrinker.done()) {
      MigrationPlan plan = shrinker.scanInactive(this::charge);
      if (plan.size() > 0) {
        shrinker.settle(context.migrate(plan, task));
      }
      shrinker.scanActive(this::charge);
    }
  }

  private int nodeOf(long page) {
    return mm.pageTable().nodeOf(page);
  }

  @Test
  void whatWasNotAccessedIsDemoted() {
    mm.map("heap", 3, 0);
    LruShrinker shrinker = shrinker(Reason.DEMOTION_KSWAPD);

    shrinker.begin(ALL, 32);
    MigrationPlan plan = shrinker.scanInactive(this::charge);

    assertThat(plan.size()).isEqualTo(3);
    assertThat(plan.target(0)).isEqualTo(1);
    assertThat(plan.reason()).isEqualTo(Reason.DEMOTION_KSWAPD);
    assertThat(plan.batching()).isEqualTo(Batching.BATCHED);
    assertThat(plan.targetRule()).isEqualTo(TargetRule.MIN_WATERMARK);
    assertThat(chargedNs).isEqualTo(300);
  }

  @Test
  void aFirstAccessIsASecondChanceAndTheNextActivates() {
    mm.map("heap", 1, 0);
    mm.access(0);
    LruShrinker shrinker = shrinker(Reason.DEMOTION_KSWAPD);

    pass(shrinker, ALL, 32);

    assertThat(nodeOf(0)).isEqualTo(0);
    assertThat(mm.flagged(FolioFlag.ACTIVE, 0)).isFalse();

    mm.access(0);
    pass(shrinker, ALL, 32);

    assertThat(mm.flagged(FolioFlag.ACTIVE, 0)).isTrue();
    assertThat(run.counter("pgactivate")).isEqualTo(1);
    assertThat(run.moves()).isEmpty();
  }

  @Test
  void aSecondChanceNotTakenEndsInDemotion() {
    mm.map("heap", 1, 0);
    mm.access(0);
    LruShrinker shrinker = shrinker(Reason.DEMOTION_KSWAPD);

    pass(shrinker, ALL, 32);
    pass(shrinker, ALL, 32);

    assertThat(nodeOf(0)).isEqualTo(1);
    assertThat(run.counter("pgactivate")).isZero();
  }

  @Test
  void anAccessThatAWalkerHasClearedCountsAsAReference() {
    mm.map("heap", 1, 0);
    mm.flag(FolioFlag.YOUNG, 0, true);

    pass(shrinker(Reason.DEMOTION_KSWAPD), ALL, 32);

    assertThat(nodeOf(0)).isEqualTo(0);
  }

  @Test
  void aDeactivatedFolioThatIsUsedComesBackAtItsFirstAccess() {
    mm.map("heap", 1, 0);
    mm.flag(FolioFlag.REFERENCED, 0, true);
    mm.access(0);

    pass(shrinker(Reason.DEMOTION_KSWAPD), ALL, 32);

    assertThat(mm.flagged(FolioFlag.ACTIVE, 0)).isTrue();
  }

  @Test
  void whatMustNotMoveIsActivatedAndNotTried() {
    mm.mapPinned("locked", 2, 0);

    pass(shrinker(Reason.DEMOTION_KSWAPD), ALL, 32);

    assertThat(run.counter("pgactivate")).isEqualTo(2);
    assertThat(run.moves()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "TARGET_FULL, true",
    "COPY_FAILED, true",
    "NOT_MIGRATABLE, true",
    "CLAIMED, false",
    "IN_FLIGHT, false",
    "CANCELLED, false",
  })
  void aFailedDemotionActivatesUnlessSomebodyElseMovesTheFolio(
      MigrationOutcome outcome, boolean activated) {
    mm.map("heap", 2, 0);
    run.refuse(mm, 1, outcome);
    LruShrinker shrinker = shrinker(Reason.DEMOTION_KSWAPD);

    shrinker.begin(ALL, 32);
    shrinker.settle(context.migrate(shrinker.scanInactive(this::charge), task));

    assertThat(mm.flagged(FolioFlag.ACTIVE, 1)).isEqualTo(activated);
    assertThat(shrinker.reclaimedPages()).isEqualTo(1);
    assertThat(run.counter("pgsteal_kswapd")).isEqualTo(1);
  }

  @Test
  void theRightFolioIsActivatedAfterAFailureBehindAKeptOne() {
    mm.map("heap", 3, 0);
    mm.access(0);
    run.refuse(mm, 2, MigrationOutcome.TARGET_FULL);

    pass(shrinker(Reason.DEMOTION_KSWAPD), ALL, 32);

    assertThat(mm.flagged(FolioFlag.ACTIVE, 0)).isFalse();
    assertThat(nodeOf(1)).isEqualTo(1);
    assertThat(mm.flagged(FolioFlag.ACTIVE, 2)).isTrue();
  }

  @ParameterizedTest
  @CsvSource({"4095, 0", "4096, 1", "8191, 1", "8192, 2"})
  void aPassScansAShareOfTheListRoundedDown(long inactive, long expected) {
    mm.map("heap", inactive, 0);
    LruShrinker shrinker = shrinker(Reason.DEMOTION_KSWAPD);

    pass(shrinker, LruShrinker.DEF_PRIORITY, 32);

    assertThat(shrinker.scannedPages()).isEqualTo(expected);
    assertThat(run.counter("pgscan_kswapd")).isEqualTo(expected);
    assertThat(chargedNs).isEqualTo(100.0 * expected);
  }

  @Test
  void aLargeFolioCountsWithAllItsPages() {
    mm.map("thp", 2048, 9, Vma.Kind.ANONYMOUS, 0);
    LruShrinker shrinker = shrinker(Reason.DEMOTION_DIRECT);

    pass(shrinker, 11, 32);

    assertThat(run.moves()).hasSize(1);
    assertThat(shrinker.reclaimedPages()).isEqualTo(512);
    assertThat(run.counter("pgscan_direct")).isEqualTo(512);
    assertThat(run.counter("pgsteal_direct")).isEqualTo(512);
    assertThat(chargedNs).isEqualTo(100);
  }

  /** A list of 2²⁰ inactive pages of which every one is cold, and every chunk is demoted. */
  private long scannedOfAMillion(Reason reason, int priority, long wanted) {
    FakeMm cold = run.process("cold");
    cold.map("heap", 32, 0);
    Lru lru = mock(Lru.class);
    when(lru.inactivePages()).thenReturn(1L << 20);
    when(lru.scanInactive(anyInt(), any()))
        .thenAnswer(
            call -> {
              LruBatch batch = call.getArgument(1);
              batch.clear();
              for (int page = 0; page < call.<Integer>getArgument(0); page++) {
                cold.place(0, page);
                batch.add(cold, page, false, false);
              }
              return call.getArgument(0);
            });
    PolicyContext other = spy(context);
    when(other.lru(0)).thenReturn(lru);
    LruShrinker shrinker = new LruShrinker(other, knobs, 0, reason);
    pass(shrinker, priority, wanted);
    return shrinker.scannedPages();
  }

  @ParameterizedTest
  @CsvSource({"63, 64", "64, 64", "65, 96", "1000, 256"})
  void kswapdEndsAPassAfterTheChunkThatBroughtEnough(long wanted, long expected) {
    assertThat(scannedOfAMillion(Reason.DEMOTION_KSWAPD, 12, wanted)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({"12, 256", "11, 32"})
  void directReclaimEndsNoFirstPassEarly(int priority, long expected) {
    assertThat(scannedOfAMillion(Reason.DEMOTION_DIRECT, priority, 32)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    // below 1 GiB (262144 pages) the lists may be of one length
    "0, 0, false",
    "100, 100, false",
    "100, 101, true",
    "131072, 131071, false",
    "131071, 131072, true",
    // at 1 GiB the active list may be ⌊√10⌋ = 3 times as long
    "65536, 196608, false",
    "65535, 196609, true",
    // at 3 GiB ⌊√30⌋ = 5 times: 131072 + 655360 pages
    "131072, 655360, false",
    "131071, 655361, true",
    // at 10 GiB 10 times
    "240000, 2400000, false",
    "240000, 2400001, true",
  })
  void theInactiveListIsLowByARatioThatGrowsWithTheSize(
      long inactive, long active, boolean expected) {
    assertThat(LruShrinker.inactiveIsLow(inactive, active)).isEqualTo(expected);
  }

  private void mapActive(long inactive, long active) {
    mm.map("heap", inactive + active, 0);
    for (long page = inactive; page < inactive + active; page++) {
      mm.flag(FolioFlag.ACTIVE, page, true);
    }
  }

  @Test
  void aLongActiveListIsShrunkWhateverItsReferences() {
    mapActive(10, 100);
    mm.accessRange(0, 110);

    pass(shrinker(Reason.DEMOTION_KSWAPD), ALL, 1000);

    assertThat(run.counter("pgdeactivate")).isEqualTo(32);
    assertThat(run.counter("pgrefill")).isEqualTo(32);
    assertThat(context.lru(0).activePages()).isEqualTo(68);
    assertThat(mm.accessed(10)).isFalse();
    assertThat(mm.accessed(42)).isTrue();
    assertThat(chargedNs).isEqualTo(100 * (10 + 32));
  }

  @Test
  void anActiveListOfTheSameLengthIsLeftAlone() {
    mapActive(100, 100);

    pass(shrinker(Reason.DEMOTION_KSWAPD), ALL, 1000);

    assertThat(run.counter("pgrefill")).isZero();
  }

  @Test
  void noMoreOfTheActiveListIsShrunkThanItsShare() {
    mapActive(100, 120);

    // Of the 100 inactive pages 1/4 are scanned in one chunk, of the active ones 30 beside it.
    pass(shrinker(Reason.DEMOTION_KSWAPD), 2, 1000);

    assertThat(run.counter("pgdeactivate")).isEqualTo(30);
  }

  @ParameterizedTest
  @CsvSource({"40, 40, 0", "40, 41, 32"})
  void theEndOfAPassAgesALowInactiveListByOneChunk(long inactive, long active, long expected) {
    mapActive(inactive, active);

    shrinker(Reason.DEMOTION_KSWAPD).end(this::charge);

    assertThat(run.counter("pgdeactivate")).isEqualTo(expected);
    assertThat(chargedNs).isEqualTo(100.0 * expected);
  }

  @ParameterizedTest
  @CsvSource({"51, false", "50, true"})
  void demotionWakesKswapdOfAMiddleTierAtItsLowWatermark(long freeAfter, boolean woken) {
    FakeRun three = new FakeRun(new FakeMachine().dram(8192, 1).add(1, 8192, 0).add(2, 8192, 0), 1);
    three.machine().node(1).minWatermark(40).leaveFree(freeAfter + 1);
    FakeMm app = three.process("app");
    app.map("heap", 1, 0);
    PolicyContext policy = three.policyContext(Map.of());
    LruShrinker shrinker = new LruShrinker(policy, knobs, 0, Reason.DEMOTION_KSWAPD);

    shrinker.begin(ALL, 32);
    shrinker.settle(policy.migrate(shrinker.scanInactive(this::charge), app.task("main")));

    // min 40 and a gap of 10 make a low watermark of 50.
    assertThat(three.machine().node(1).freePages()).isEqualTo(freeAfter);
    assertThat(three.kswapdWakes().contains(1)).isEqualTo(woken);
  }

  @Test
  void theLowestTierHasNowhereToDemoteTo() {
    assertThat(shrinker(Reason.DEMOTION_KSWAPD).canDemote()).isTrue();
    assertThat(new LruShrinker(context, knobs, 1, Reason.DEMOTION_KSWAPD).canDemote()).isFalse();
  }
}
