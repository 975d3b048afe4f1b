package org.tierlab.policy.tenant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.tierlab.api.hotness.HotnessEvents.UNKNOWN;
import static org.tierlab.testkit.SimulatedTime.millis;
import static org.tierlab.testkit.SimulatedTime.seconds;

import java.util.HashMap;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.tierlab.api.hotness.HotnessEvents;
import org.tierlab.api.hotness.SourceContext;
import org.tierlab.api.knob.KnobException;
import org.tierlab.api.memory.Vma;
import org.tierlab.api.policy.Batching;
import org.tierlab.api.policy.Reason;
import org.tierlab.policy.tenant.component.TenantComponent;
import org.tierlab.testkit.FakeMachine;
import org.tierlab.testkit.FakeMm;
import org.tierlab.testkit.FakeRun;
import org.tierlab.testkit.Move;

/** Passes of a second with a bandwidth of 3 MiB/s: 768 pages a pass. Shares are 1. */
class TenantPolicyTest {
  private final FakeMachine machine = new FakeMachine().dram(100_000, 1).cxl(100_000);
  private final FakeRun run = new FakeRun(machine, 1);
  private final FakeMm one = run.process("one");
  private final FakeMm two = run.process("two");
  private final SourceContext source = run.sourceContext(Map.of());

  private void attach(Map<String, ?> knobs) {
    attach(run, knobs);
  }

  private static void attach(FakeRun run, Map<String, ?> knobs) {
    Map<String, Object> all = new HashMap<>();
    all.put("period_ms", 1000);
    all.put("migration_bandwidth_MBps", 3);
    all.put("default_share", 1);
    all.putAll(knobs);
    run.attach(new TenantComponent(), all);
  }

  private void hot(FakeMm mm, long first, long pages) {
    hot(run, source, mm, first, pages);
  }

  private static void hot(FakeRun run, SourceContext source, FakeMm mm, long first, long pages) {
    HotnessEvents events = new HotnessEvents();
    events.add(mm, first, pages, UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN, run.nowNs(), run.nowNs() + 1);
    source.publish(events);
  }

  /** Lets the pass at a second end: it takes less than 20 ms. */
  private void pass(int second) {
    run.advanceTo(seconds(second) + millis(20));
  }

  private void assertFast(long ofOne, long ofTwo) {
    assertThat(one.residentPages(0)).as("one").isEqualTo(ofOne);
    assertThat(two.residentPages(0)).as("two").isEqualTo(ofTwo);
  }

  private void heaps(long pages) {
    one.map("heap", pages, 1);
    two.map("heap", pages, 1);
  }

  // Bandwidth.

  @Test
  void bandwidthIsSharedBySensitivity() {
    heaps(2000);
    attach(Map.of("sensitivity", "one=8,two=4"));
    hot(one, 0, 2000);
    hot(two, 0, 2000);
    run.advanceTo(seconds(1) - 1);
    assertThat(run.moves()).isEmpty();
    pass(1);
    assertFast(512, 256);
    pass(2);
    assertFast(1024, 512);
    Move move = run.moves().get(0);
    assertThat(move.reason()).isEqualTo(Reason.PROMOTION);
    assertThat(move.batching()).isEqualTo(Batching.BATCHED);
    assertThat(run.counter("tenant_promoted_one")).isEqualTo(1024);
    assertThat(run.counter("tenant_promoted_two")).isEqualTo(512);
  }

  @Test
  void andByShare() {
    heaps(2000);
    attach(Map.of("shares", "one=1,two=3"));
    hot(one, 0, 2000);
    hot(two, 0, 2000);
    pass(1);
    // Quanta are 5 and 15 pages: 38 rounds of 20, then 5 and 3.
    assertFast(195, 573);
    pass(2);
    assertThat(one.residentPages(0) + two.residentPages(0)).isEqualTo(2 * 768);
    assertThat(two.residentPages(0)).isBetween(3 * one.residentPages(0) - 15, 1155L);
  }

  @Test
  void theLimitHoldsForAllTogether() {
    heaps(400);
    attach(Map.of());
    hot(one, 0, 400);
    hot(two, 0, 369);
    pass(1);
    assertThat(run.moves()).hasSize(768);
    pass(2);
    assertThat(run.moves()).hasSize(769);
  }

  @Test
  void theFirstInLineIsServedBeforeAllOthers() {
    heaps(2000);
    attach(Map.of("sensitivity", "two=10", "default_sensitivity", 9));
    hot(one, 0, 1000);
    hot(two, 0, 1000);
    pass(1);
    assertFast(0, 768);
    pass(2);
    assertFast(536, 1000);
  }

  @Test
  void sensitivityZeroIsNeverPromoted() {
    heaps(100);
    attach(Map.of("sensitivity", "one=0,two=1"));
    hot(one, 0, 100);
    hot(two, 0, 100);
    pass(1);
    assertFast(0, 100);
    assertThat(run.counter("tenant_refused")).isEqualTo(100);
  }

  @Test
  void aLargeFolioWaitsUntilItsTurnsAddUp() {
    one.map("thp", 1024, 9, Vma.Kind.ANONYMOUS, 1);
    two.map("heap", 2000, 1);
    attach(Map.of("default_sensitivity", 1));
    hot(one, 0, 1024);
    hot(two, 0, 2000);
    pass(1);
    // In its 512th turn it may go, after 511 pages of two; 257 pages are left of the bandwidth.
    assertFast(0, 511);
    pass(2);
    // 257 + 768 - 512 are left for two, which has 512 turns until the second folio may go.
    assertFast(512, 1023);
    pass(3);
    assertFast(1024, 1023 + 257);
  }

  @Property(tries = 15)
  void backloggedProcessesGetTheirSharesToWithinATurn(
      @ForAll @IntRange(min = 1, max = 9) int first,
      @ForAll @IntRange(min = 1, max = 9) int second,
      @ForAll @IntRange(min = 1, max = 3) int passes) {
    FakeRun other = new FakeRun(new FakeMachine().dram(100_000, 1).cxl(100_000), 1);
    FakeMm a = other.process("a");
    FakeMm b = other.process("b");
    SourceContext events = other.sourceContext(Map.of());
    a.map("heap", 4000, 1);
    b.map("heap", 4000, 1);
    attach(other, Map.of("sensitivity", "a=" + first + ",b=" + second));
    hot(other, events, a, 0, 4000);
    hot(other, events, b, 0, 4000);
    other.advanceTo(seconds(passes) + millis(20));
    long ofA = a.residentPages(0);
    long ofB = b.residentPages(0);
    assertThat(ofA + ofB).isEqualTo(768L * passes);
    assertThat(Math.abs(ofA * second - ofB * first)).isLessThanOrEqualTo((long) first * second);
  }

  // Memory.

  @Test
  void whoHasHisShareGetsNoMoreWhileOthersWantMemory() {
    FakeMachine small = new FakeMachine().dram(1000, 1).cxl(100_000);
    FakeRun run = new FakeRun(small, 1);
    FakeMm rich = run.process("rich");
    FakeMm poor = run.process("poor");
    SourceContext events = run.sourceContext(Map.of());
    rich.map("heap", 500, 0);
    rich.map("more", 100, 1);
    poor.map("heap", 600, 1);
    attach(run, Map.of());
    long capacity = 1000 - small.node(0).highWatermark();
    hot(run, events, rich, 500, 100);
    hot(run, events, poor, 0, 600);
    run.advanceTo(seconds(1) + millis(20));
    assertThat(rich.residentPages(0)).as("more than half of %d", capacity).isEqualTo(500);
    assertThat(poor.residentPages(0)).isBetween(capacity - 501, 500L);
    assertThat(run.counter("tenant_capped")).isPositive();
  }

  @Test
  void aShareIsTheLimitToThePage() {
    FakeMachine small = new FakeMachine().dram(1000, 1).cxl(100_000);
    FakeRun run = new FakeRun(small, 1);
    FakeMm a = run.process("a");
    FakeMm b = run.process("b");
    SourceContext events = run.sourceContext(Map.of());
    a.map("heap", 900, 1);
    b.map("heap", 900, 1);
    attach(run, Map.of("shares", "a=3,b=1", "migration_bandwidth_MBps", 100));
    hot(run, events, a, 0, 900);
    hot(run, events, b, 0, 900);
    run.advanceTo(seconds(1) + millis(20));
    long capacity = 1000 - small.node(0).highWatermark();
    assertThat(b.residentPages(0)).isEqualTo(capacity / 4);
    assertThat(a.residentPages(0)).isBetween(capacity * 3 / 4 - 1, capacity * 3 / 4);
  }

  @Test
  void withoutContentionOneMayHaveAll() {
    one.map("heap", 600, 1);
    attach(Map.of("shares", "one=1,two=1000"));
    hot(one, 0, 600);
    pass(1);
    assertFast(600, 0);
    assertThat(run.counter("tenant_capped")).isZero();
  }

  // The queue.

  @Test
  void aFolioWaitsOnce() {
    heaps(2000);
    attach(Map.of("migration_bandwidth_MBps", 0));
    hot(one, 0, 10);
    hot(one, 5, 10);
    pass(1);
    run.setKnob("migration_bandwidth_MBps", 3);
    pass(2);
    assertThat(run.moves()).hasSize(15);
    hot(one, 0, 15);
    one.place(1, 3);
    pass(3);
    assertThat(run.moves()).as("one was demoted meanwhile").hasSize(16);
  }

  @Test
  void whatWasSeenUntouchedIsNoCandidate() {
    heaps(100);
    attach(Map.of());
    HotnessEvents events = new HotnessEvents();
    events.add(one, 0, 50, 0, 0, UNKNOWN, UNKNOWN, 0, 1);
    events.add(one, 50, 10, 1, 0, UNKNOWN, UNKNOWN, 0, 1);
    source.publish(events);
    pass(1);
    assertFast(10, 0);
  }

  @Test
  void whatIsNotSlowAnyMoreIsOutdated() {
    heaps(100);
    attach(Map.of("migration_bandwidth_MBps", 0));
    hot(one, 0, 10);
    pass(1);
    one.place(0, 3, 4);
    run.setKnob("migration_bandwidth_MBps", 3);
    pass(2);
    assertThat(run.moves()).hasSize(8);
    assertThat(run.counter("tenant_outdated")).isEqualTo(2);
  }

  @Test
  void aQueueIsBounded() {
    heaps(100);
    attach(Map.of("queue_pages", 7));
    hot(one, 0, 8);
    hot(two, 0, 7);
    pass(1);
    assertFast(7, 7);
    assertThat(run.counter("tenant_dropped")).isEqualTo(1);
  }

  @Test
  void aProcessThatExitsLeavesNothingBehind() {
    heaps(100);
    attach(Map.of("migration_bandwidth_MBps", 0));
    hot(one, 0, 10);
    hot(two, 0, 10);
    pass(1);
    one.exit();
    run.setKnob("migration_bandwidth_MBps", 3);
    pass(2);
    assertThat(run.moves()).hasSize(10).allMatch(move -> move.mm() == two.id());
    assertThat(run.counter("tenant_outdated")).isEqualTo(10);
  }

  @Test
  void settingsMayChangeDuringARun() {
    heaps(2000);
    attach(Map.of("sensitivity", "one=10"));
    hot(one, 0, 2000);
    hot(two, 0, 2000);
    pass(1);
    assertFast(768, 0);
    run.setKnob("sensitivity", "one=0,two=10");
    assertThat(run.counter("tenant_refused")).as("what waited").isEqualTo(2000 - 768);
    pass(2);
    assertFast(768, 768);
    run.setKnob("sensitivity", "");
    hot(one, 768, 1000);
    pass(3);
    assertThat(one.residentPages(0)).as("equals, to within a turn").isBetween(1147L, 1157L);
    assertThat(one.residentPages(0) + two.residentPages(0)).isEqualTo(3 * 768);
  }

  @Test
  void aTargetMustBeTopTier() {
    heaps(10);
    attach(Map.of());
    assertThatThrownBy(() -> attach(Map.of("target_nid", 1)))
        .isInstanceOf(KnobException.class)
        .hasMessage("knob 'target_nid' is '1', expected a top-tier node of the machine");
    hot(one, 2, 1);
    pass(1);
    assertThat(run.moves()).extracting(Move::target).containsExactly(0);
  }
}
