package org.tierlab.source.lruscan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.tierlab.testkit.SimulatedTime.millis;
import static org.tierlab.testkit.SimulatedTime.seconds;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.tierlab.api.hotness.HotnessEvents;
import org.tierlab.api.hotness.SourceContext;
import org.tierlab.api.hotness.WalkCosts;
import org.tierlab.testkit.FakeMachine;
import org.tierlab.testkit.FakeMm;
import org.tierlab.testkit.FakeRun;
import org.tierlab.testkit.PublishedEvent;

/** Nodes 1 and 2 are slow; walks cost nothing unless a test says so. */
class LruGenTest {
  private final FakeRun run =
      new FakeRun(new FakeMachine().dram(20_000, 1).cxl(20_000).cxl(20_000), 1);
  private final FakeMm mm = run.process("app");

  private void start(Map<String, ?> knobs) {
    run.walkCosts(new WalkCosts(0, 0, 0));
    SourceContext context = run.sourceContext(knobs);
    new LruGen(context, context.knobs(LruScanKnobs.class));
  }

  @Test
  void walksEveryHalfSecondAndReportsAccessedPagesOfSlowNodes() {
    mm.map("heap", 100, 1);
    mm.map("fast", 100, 0);
    mm.task("t");
    start(Map.of());
    run.advanceTo(millis(100));
    mm.access(4, 5, 150);
    run.advanceTo(millis(500) - 1);
    assertThat(run.published()).isEmpty();
    run.advanceTo(millis(500));
    int unknown = HotnessEvents.UNKNOWN;
    assertThat(run.published())
        .containsExactly(
            new PublishedEvent(0, 0, 4, 2, 1, unknown, unknown, unknown, unknown, 0, millis(500)));
    mm.access(5);
    run.advanceTo(millis(1000));
    assertThat(run.published()).hasSize(2);
    assertThat(run.published().get(1).fromNs()).isEqualTo(millis(500));
    assertThat(run.counter("klruscand_walks")).isEqualTo(3);
    assertThat(run.counter("klruscand_recorded")).isEqualTo(3);
  }

  @Test
  void everySlowNodeIsWalkedForItself() {
    mm.map("near", 100, 1);
    mm.map("far", 100, 2);
    mm.task("t");
    start(Map.of());
    mm.access(1, 101);
    run.advanceTo(0);
    assertThat(run.published()).extracting(PublishedEvent::firstPage).containsExactly(1L, 101L);
    assertThat(run.counter("lru_gen_nonleaf_found")).isEqualTo(2 + 1);
  }

  @Test
  void aBatchIsReportedWhenItIsFull() {
    mm.map("heap", 1024, 1);
    start(Map.of("klruscand_batch", 10));
    mm.accessRange(0, 10);
    mm.accessRange(512, 521);
    run.advanceTo(0);
    // 10 fill the batch at the end of the first PMD, 9 do not fill another
    assertThat(run.published()).extracting(PublishedEvent::pages).containsExactly(10L, 9L);
    mm.accessRange(0, 9);
    mm.accessRange(512, 521);
    run.process("idle");
    mm.task("t");
    run.advanceTo(millis(500));
    assertThat(run.published()).extracting(PublishedEvent::pages).containsExactly(10L, 9L, 9L, 9L);
  }

  @Test
  void anMmWhoseLockIsHeldWaitsForTheNextPass() {
    mm.map("heap", 100, 1);
    mm.task("t");
    mm.holdMmapLock(0, millis(500));
    start(Map.of());
    mm.access(1);
    run.advanceTo(millis(499));
    assertThat(run.published()).isEmpty();
    assertThat(run.counter("lru_gen_mmap_trylock_failed")).as("a pass a node").isEqualTo(2);
    run.advanceTo(millis(500));
    assertThat(run.published()).hasSize(1);
  }

  @Test
  void smallMmsAndThoseThatDidNotRunAreSkipped() {
    mm.map("heap", 63, 1);
    FakeMm enough = run.process("enough");
    enough.map("heap", 64, 1);
    start(Map.of());
    mm.access(1);
    enough.access(1);
    run.advanceTo(0);
    assertThat(run.published()).extracting(PublishedEvent::mm).containsExactly(enough.id());
    enough.access(1);
    run.advanceTo(millis(500));
    assertThat(run.published()).as("it has no thread, and has been walked").hasSize(1);
    enough.task("t");
    run.advanceTo(millis(1000));
    assertThat(run.published()).hasSize(2);
  }

  @Test
  void asPostedAgingFindsItsGenerationWalkedAlready() {
    mm.map("heap", 100, 1);
    mm.task("t");
    start(Map.of("aging_interval_ms", 1000));
    run.advanceTo(seconds(5));
    assertThat(run.counter("lru_gen_agings")).isZero();
    assertThat(run.counter("lru_gen_agings_refused")).isEqualTo(5);
    assertThat(run.counter("lru_gen_max_seq")).isEqualTo(3);
    assertThat(run.counter("lru_gen_node1_age0_pages")).isEqualTo(100);
  }

  @Test
  void withASequenceOfItsOwnAgingMakesGenerations() {
    mm.map("heap", 100, 1);
    mm.task("t");
    start(Map.of("aging_interval_ms", 1000, "walk_seq", "own"));
    run.advanceTo(millis(1400));
    mm.access(7);
    run.advanceTo(millis(2400));
    // page 7 joined generation 4 in the walk at 1.5 s; 5 was made at 2 s
    assertThat(run.counter("lru_gen_max_seq")).isEqualTo(5);
    assertThat(run.counter("lru_gen_min_seq")).isEqualTo(2);
    assertThat(run.counter("lru_gen_node1_age1_pages")).isEqualTo(1);
    assertThat(run.counter("lru_gen_node1_age2_pages")).isEqualTo(99);
    assertThat(run.kthread("lru_gen_age").pending()).isTrue();
  }

  @Test
  void agingClearsBitsSoThatTheNextWalkDoesNotReportThem() {
    mm.map("heap", 100, 1);
    mm.task("t");
    start(Map.of("aging_interval_ms", 700, "walk_seq", "own"));
    run.advanceTo(millis(600));
    mm.access(7);
    run.advanceTo(millis(1200));
    assertThat(run.published()).isEmpty();
    assertThat(run.counter("lru_gen_leaf_young")).isEqualTo(1);
  }

  @Test
  void afterAnAgingAPmdThatWasColdIsNotSeenAgain() {
    mm.map("heap", 1024, 1);
    mm.task("t");
    start(Map.of("aging_interval_ms", 400, "walk_seq", "own", "enabled", 3));
    mm.accessRange(0, 64);
    run.advanceTo(millis(450));
    run.setKnob("aging_interval_ms", 0);
    mm.accessRange(0, 64);
    mm.accessRange(512, 1024);
    // generation 4 tests the filter that the walks for generation 3 have filled
    run.advanceTo(millis(500));
    assertThat(run.counter("lru_gen_max_seq")).isEqualTo(4);
    assertThat(run.published()).extracting(PublishedEvent::firstPage).containsExactly(0L);
    run.advanceTo(seconds(10));
    assertThat(run.counter("lru_gen_max_seq")).isEqualTo(4);
    assertThat(run.published()).extracting(PublishedEvent::firstPage).doesNotContain(512L);
    FakeMm late = run.process("late");
    late.map("heap", 512, 1);
    late.access(3);
    run.advanceBy(millis(500));
    assertThat(run.published()).extracting(PublishedEvent::mm).as("walked whole").contains(1);
  }

  @Test
  void withoutTheWalkCapabilityAgingOnlyMakesAGeneration() {
    mm.map("heap", 100, 1);
    mm.task("t");
    start(Map.of("aging_interval_ms", 700, "walk_seq", "own", "enabled", 5));
    run.advanceTo(millis(600));
    mm.access(7);
    run.advanceTo(millis(900));
    assertThat(run.counter("lru_gen_agings")).isEqualTo(1);
    assertThat(mm.accessed(7)).isTrue();
  }

  @Test
  void switchedOffItWalksNothing() {
    mm.map("heap", 100, 1);
    start(Map.of("enabled", 6));
    mm.access(3);
    run.advanceTo(seconds(2));
    assertThat(run.published()).isEmpty();
    assertThat(run.counter("klruscand_walks")).isZero();
    run.setKnob("/sys/kernel/mm/lru_gen/enabled", 7);
    run.advanceBy(millis(500));
    assertThat(run.published()).hasSize(1);
  }

  @Test
  void anOverloadedThreadWalksWithoutPause() {
    mm.map("heap", 10_000, 1);
    mm.task("t");
    start(Map.of("klruscand_interval_ms", 10, "enabled", 1));
    run.advanceTo(millis(95));
    assertThat(run.counter("klruscand_overruns")).isZero();
    FakeRun slow = new FakeRun(new FakeMachine().dram(10, 1).cxl(20_000), 1);
    FakeMm other = slow.process("app");
    other.map("heap", 10_000, 1);
    other.task("t");
    slow.walkCosts(new WalkCosts(1000, 0, 2000));
    SourceContext context = slow.sourceContext(Map.of("klruscand_interval_ms", 10, "enabled", 1));
    new LruGen(context, context.knobs(LruScanKnobs.class));
    slow.advanceTo(millis(100));
    // 10,000 entries and 20 page tables of 2 us are 20.04 ms
    assertThat(slow.counter("klruscand_overruns")).isEqualTo(4);
    assertThat(slow.counter("klruscand_longest_walk_us")).isEqualTo(20_040);
    assertThat(slow.kthread("klruscand").chargedNs()).isBetween(100.0e6, 100.3e6);
  }
}
