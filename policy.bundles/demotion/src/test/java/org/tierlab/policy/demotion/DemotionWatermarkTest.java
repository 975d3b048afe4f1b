package org.tierlab.policy.demotion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.tierlab.testkit.SimulatedTime.millis;
import static org.tierlab.testkit.SimulatedTime.seconds;

import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tierlab.testkit.FakeMachine;
import org.tierlab.testkit.FakeMm;
import org.tierlab.testkit.FakeRun;
import org.tierlab.testkit.FakeTask;

/** TPP's watermark on a node of 8192 pages whose high watermark is 60 pages. */
class DemotionWatermarkTest {
  private static final long MARK = 163;

  private final FakeRun run = new FakeRun(new FakeMachine().dram(8192, 2).cxl(16_384), 1);
  private final FakeMm mm = run.process("app");
  private final FakeTask task = mm.task("main");

  @BeforeEach
  void watermarks() {
    run.machine().node(0).minWatermark(40);
    run.faultCostNs(0);
  }

  private void start(int factor) {
    new DemotionPolicy(run.policyContext(Map.of("demote_scale_factor", factor))).start();
  }

  private long free() {
    return run.machine().node(0).freePages();
  }

  @ParameterizedTest
  @CsvSource({"0, 0", "1, 120", "146, 120", "147, 120", "148, 121", "200, 163", "10000, 8192"})
  void isAShareOfTheNodeAndAtLeastTwiceTheHighWatermark(int factor, long pages) {
    var knobs = org.tierlab.api.knob.KnobSet.of(DemotionKnobs.class);
    DemotionKnobs set = knobs.bind(Map.of("demote_scale_factor", factor));
    assertThat(set.demotionWatermark(run.machine().node(0))).isEqualTo(pages);
    assertThat(set.demotionWatermark(run.machine().node(1))).isZero();
  }

  @Test
  void anAllocationThatLeavesFewerPagesWakesKswapd() {
    start(200);
    mm.map("heap", 4096, 0);
    mm.map("new", 64, FakeMm.NOT_PRESENT);
    long first = mm.vmas().get(1).firstPage();
    run.machine().node(0).leaveFree(MARK + 1);

    run.touch(task, first);
    run.advanceBy(millis(50));
    assertThat(free()).as("just at the mark").isEqualTo(MARK);
    assertThat(run.counter("pageoutrun")).isZero();

    run.touch(task, first + 1);
    run.advanceBy(millis(50));
    assertThat(run.counter("pageoutrun")).isEqualTo(1);
    assertThat(free()).isGreaterThanOrEqualTo(MARK);
  }

  @Test
  void withoutItNothingHappensThere() {
    start(0);
    mm.map("heap", 4096, 0);
    mm.map("new", 64, FakeMm.NOT_PRESENT);
    run.machine().node(0).leaveFree(MARK);

    run.touch(task, mm.vmas().get(1).firstPage());
    run.advanceBy(millis(50));

    assertThat(run.counter("pageoutrun")).isZero();
  }

  @Test
  void itMayBeSetWhileTheNodeIsInUse() {
    DemotionPolicy policy = new DemotionPolicy(run.policyContext(Map.of()));
    policy.start();
    mm.map("heap", 4096, 0);
    mm.map("new", 64, FakeMm.NOT_PRESENT);
    run.machine().node(0).leaveFree(MARK);
    run.setKnob("demote_scale_factor", 200);

    run.touch(task, mm.vmas().get(1).firstPage());
    run.advanceBy(millis(50));

    assertThat(free()).isGreaterThanOrEqualTo(MARK);
  }

  @Test
  void aHopelessNodeIsTriedAgainAfterTenSeconds() {
    start(200);
    mm.mapPinned("pinned", 4096, 0);
    run.machine().node(0).leaveFree(10);
    run.wakeKswapd(0);
    run.advanceBy(seconds(5));
    long inVain = run.counter("pageoutrun");
    assertThat(inVain).isEqualTo(Kswapd.MAX_RECLAIM_RETRIES);

    // The sixteenth run ended within the first second; ten seconds after the nap comes another.
    run.advanceBy(seconds(4));
    assertThat(run.counter("pageoutrun")).isEqualTo(inVain);
    run.advanceBy(seconds(2));
    assertThat(run.counter("pageoutrun")).isEqualTo(inVain + 1);
  }
}
