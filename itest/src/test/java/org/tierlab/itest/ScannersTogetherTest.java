package org.tierlab.itest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.tierlab.testkit.SimulatedTime.millis;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.tierlab.api.hotness.WalkCosts;
import org.tierlab.source.abit.component.AbitComponent;
import org.tierlab.source.damon.component.DamonComponent;
import org.tierlab.source.lruscan.component.LruScanComponent;
import org.tierlab.testkit.FakeMachine;
import org.tierlab.testkit.FakeMm;
import org.tierlab.testkit.FakeRun;
import org.tierlab.testkit.FakeTask;
import org.tierlab.testkit.PublishedEvent;

/** Scanners that read and clear the same accessed bits. Source 0 is lruscan, source 1 the other. */
class ScannersTogetherTest {
  private final FakeRun run = new FakeRun(new FakeMachine().dram(1000, 1).cxl(10_000), 1);
  private final FakeMm mm = run.process("app");
  private final FakeTask task = mm.task("t");

  private void attach(Map<String, ?> abit) {
    run.walkCosts(new WalkCosts(0, 0, 0));
    mm.map("heap", 100, 1);
    run.attach(new LruScanComponent(), Map.of());
    run.attach(new AbitComponent(), abit);
  }

  private List<Long> pagesOf(int source, long afterNs) {
    return run.published().stream()
        .filter(event -> event.source() == source && event.toNs() > afterNs)
        .map(PublishedEvent::firstPage)
        .toList();
  }

  @Test
  void whatOneHasClearedTheOtherDoesNotSee() {
    attach(Map.of("version", "v3", "mm_scan_period_ms", 600));
    mm.scanScale(1);
    // abit scans at 1000 ms and, as it finds nothing, 690 ms later; lruscan walks every 500 ms
    run.advanceTo(millis(1100));
    run.touch(task, 7);
    run.advanceTo(millis(1500));
    assertThat(pagesOf(0, millis(1100))).as("lruscan came first").containsExactly(7L);
    run.advanceTo(millis(1600));
    run.touch(task, 8);
    run.advanceTo(millis(1700));
    assertThat(mm.accessed(8)).as("abit came first").isFalse();
    run.advanceTo(millis(2000));
    assertThat(pagesOf(0, millis(1500))).as("and left nothing").isEmpty();
    assertThat(pagesOf(1, 0)).as("nor was 7 seen, or 8 twice in a row").isEmpty();
  }

  @Test
  void theYoungFlagKeepsForAbitWhatItHasSeenButTellsLruscanNothing() {
    attach(Map.of("version", "v1", "mm_scan_period_ms", 600));
    run.advanceTo(millis(1100));
    run.touch(task, 8);
    run.advanceTo(millis(1400));
    mm.accessRange(20, 22);
    // the period has become 690 ms: the second scan, at 1712 ms, comes after the walk at 1500
    run.advanceTo(millis(1500));
    assertThat(pagesOf(0, millis(1400))).containsExactly(8L, 20L);
    run.touch(task, 8);
    run.advanceTo(millis(1800));
    assertThat(pagesOf(1, millis(1500))).containsExactly(8L);
    run.advanceTo(millis(3000));
    assertThat(pagesOf(1, millis(1800))).as("young until reclaim").contains(8L);
    assertThat(pagesOf(0, millis(1500))).isEmpty();
  }

  @Test
  void damonLearnsFromTheIdleFlagOfVersion3AndIsBlindedByThatOfVersion1() {
    long alone = damonHits("");
    assertThat(alone).isPositive();
    // the flag of V3 remembers an access until the scan after the next
    assertThat(damonHits("v3")).isBetween(alone * 3 / 4, alone);
    // V1 sets it whatever it has found
    assertThat(damonHits("v1")).isLessThan(alone / 10);
  }

  /** Accesses found by DAMON, which looks every second; abit scans once or twice in between. */
  private static long damonHits(String abit) {
    FakeRun run = new FakeRun(new FakeMachine().dram(1000, 1).cxl(10_000), 1);
    run.walkCosts(new WalkCosts(0, 0, 0));
    FakeMm mm = run.process("app");
    mm.map("heap", 512, 1);
    FakeTask task = mm.task("t");
    run.attach(new DamonComponent(), Map.of("sample_us", 1_000_000, "aggr_us", 10_000_000));
    if (!abit.isEmpty()) {
      run.attach(new AbitComponent(), Map.of("version", abit, "mm_scan_period_ms", 600));
      mm.scanScale(1);
    }
    for (int second = 0; second < 20; second++) {
      run.advanceTo(millis(1000L * second + 20));
      for (long page = 0; page < 512; page++) {
        run.touch(task, page);
      }
    }
    return run.counter("damon_accesses");
  }
}
