package org.tierlab.policy.demotion;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.tierlab.testkit.FakeMachine;
import org.tierlab.testkit.FakeMm;
import org.tierlab.testkit.FakeRun;

/**
 * A fast node 0, slow nodes 1 (near) and 2 (far), and node 3 a tier below, near node 1. Each node
 * of 1000 pages has its min watermark at 40 and its low one at 50.
 */
class DemotionTargetsTest {
  private final FakeMachine machine =
      new FakeMachine()
          .dram(1000, 1)
          .cxl(1000)
          .cxl(1000)
          .add(2, 1000, 0)
          .distance(0, 1, 20)
          .distance(0, 2, 30)
          .distance(0, 3, 40)
          .distance(1, 2, 25)
          .distance(1, 3, 22);

  private DemotionTargets targets(int node) {
    for (int id = 0; id < machine.nodes(); id++) {
      machine.node(id).minWatermark(40);
    }
    return new DemotionTargets(new FakeRun(machine, 1).policyContext(Map.of()), node);
  }

  private int chosen(DemotionTargets targets, int pages) {
    targets.beginChunk();
    return targets.choose(pages);
  }

  @Test
  void theNearestNodeOfTheNextTierTakesPagesDownToItsMinWatermark() {
    DemotionTargets targets = targets(0);
    machine.node(1).leaveFree(41);
    assertThat(chosen(targets, 1)).isEqualTo(1);
    machine.node(1).leaveFree(40);
    assertThat(chosen(targets, 1)).isNotEqualTo(1);
  }

  @Test
  void thenTheNextNearestToItFirstDownToLowThenToMin() {
    DemotionTargets targets = targets(0);
    long low = machine.node(2).lowWatermark();
    machine.node(1).leaveFree(40);
    assertThat(chosen(targets, 1)).as("3 is nearer to 1 than 2 is").isEqualTo(3);
    machine.node(3).leaveFree(low);
    assertThat(chosen(targets, 1)).as("3 is at its low watermark").isEqualTo(2);
    machine.node(2).leaveFree(low);
    assertThat(chosen(targets, 1)).as("both are").isEqualTo(3);
    machine.node(3).leaveFree(40);
    assertThat(chosen(targets, 1)).isEqualTo(2);
    machine.node(2).leaveFree(40);
    assertThat(chosen(targets, 1)).as("where it will fail").isEqualTo(1);
  }

  @Test
  void whatIsPlannedInAChunkCounts() {
    DemotionTargets targets = targets(0);
    machine.node(1).leaveFree(43);
    targets.beginChunk();
    assertThat(targets.choose(2)).isEqualTo(1);
    assertThat(targets.choose(2)).isEqualTo(3);
    assertThat(targets.choose(1)).isEqualTo(1);
    assertThat(targets.choose(1)).isEqualTo(3);
    targets.beginChunk();
    assertThat(targets.choose(3)).isEqualTo(1);
  }

  @Test
  void aMiddleTierHasTheLowerOneOnly() {
    DemotionTargets targets = targets(2);
    assertThat(chosen(targets, 1)).isEqualTo(3);
    machine.node(3).leaveFree(40);
    assertThat(chosen(targets, 1)).isEqualTo(3);
  }

  @Test
  void theLowestTierHasNone() {
    assertThat(targets(3).any()).isFalse();
    assertThat(targets(0).any()).isTrue();
  }

  @Test
  void ofNodesAtTheSameDistanceOneIsDrawn() {
    machine.distance(0, 2, 20);
    DemotionTargets targets = targets(0);
    TreeSet<Integer> seen = new TreeSet<>();
    for (int i = 0; i < 40; i++) {
      seen.add(chosen(targets, 1));
    }
    assertThat(seen).containsExactly(1, 2);
  }

  @Test
  void kswapdFillsTheSecondNodeWhenTheFirstIsFull() {
    FakeRun run = new FakeRun(machine, 1);
    FakeMm mm = run.process("app");
    for (int id = 0; id < machine.nodes(); id++) {
      machine.node(id).minWatermark(40);
    }
    mm.map("heap", 512, 0);
    machine.node(0).leaveFree(30);
    machine.node(1).leaveFree(50);
    new DemotionPolicy(run.policyContext(Map.of())).start();

    run.wakeKswapd(0);
    run.advanceBy(50_000_000);

    assertThat(machine.node(0).freePages()).isGreaterThan(machine.node(0).highWatermark());
    assertThat(machine.node(1).freePages()).isBetween(40L, 42L);
    assertThat(mm.residentPages(3)).isPositive();
  }
}
