package org.tierlab.policy.damos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.tierlab.testkit.SimulatedTime.millis;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.tierlab.api.hotness.HotnessEvents;
import org.tierlab.api.hotness.SourceContext;
import org.tierlab.api.knob.KnobException;
import org.tierlab.api.knob.KnobSet;
import org.tierlab.api.memory.FolioFlag;
import org.tierlab.policy.damos.component.DamosComponent;
import org.tierlab.testkit.FakeMachine;
import org.tierlab.testkit.FakeMm;
import org.tierlab.testkit.FakeRun;
import org.tierlab.testkit.Move;

/** Schemes beside other schemes and monitors, and what they ask of folios. */
class DamosSchemesTest {
  private static final int UNKNOWN = HotnessEvents.UNKNOWN;

  private final FakeMachine machine = new FakeMachine().dram(4096, 1).cxl(4096).cxl(4096).cxl(4096);
  private final FakeRun run = new FakeRun(machine, 1);
  private final FakeMm mm = run.process("app");

  private void attach(Map<String, ?> knobs) {
    Map<String, Object> all = new HashMap<>(Map.of("action", "migrate-hot", "target_nid", 0));
    all.putAll(knobs);
    run.attach(new DamosComponent(), all);
  }

  /** An aggregation of one region of 20 samples by a source. */
  private void aggregate(SourceContext source, long first, long end, int count) {
    HotnessEvents events = new HotnessEvents();
    long now = run.nowNs();
    events.add(mm, first, end - first, count, 0, UNKNOWN, UNKNOWN, now - millis(100), now);
    events.outOf(20);
    source.publish(events);
    run.advanceBy(millis(50));
  }

  private long plane(FolioFlag flag) {
    long[] word = new long[1];
    mm.pageTable().flag(flag, 0, 1, word);
    return word[0];
  }

  private List<Long> movedPages() {
    return run.moves().stream().map(Move::page).toList();
  }

  private static Long[] pages(long first, long end) {
    return LongStream.range(first, end).boxed().toArray(Long[]::new);
  }

  @Test
  void aSchemeBelongsToTheMonitorThatItNames() {
    mm.map("heap", 30, 1);
    SourceContext one = run.sourceContext("damon", Map.of());
    SourceContext two = run.sourceContext("damon", Map.of());
    attach(Map.of("monitor", two.name()));
    run.advanceTo(millis(200));
    aggregate(one, 0, 10, 5);
    assertThat(run.moves()).isEmpty();
    aggregate(two, 10, 20, 5);
    assertThat(movedPages()).containsExactly(pages(10, 20));
    assertThat(run.kthread("kdamond." + two.name()).chargedNs()).isPositive();
  }

  @Test
  void theOnlyDamonSourceIsItsMonitorWhateverElseIsThere() {
    mm.map("heap", 30, 1);
    SourceContext other = run.sourceContext("abit", Map.of());
    SourceContext damon = run.sourceContext("damon", Map.of());
    attach(Map.of());
    run.advanceTo(millis(200));
    aggregate(other, 0, 10, 5);
    assertThat(run.moves()).isEmpty();
    aggregate(damon, 10, 20, 5);
    assertThat(movedPages()).containsExactly(pages(10, 20));
  }

  @Test
  void anotherSourceOfTheNameTakesTheMonitorsPlace() {
    mm.map("heap", 30, 1);
    SourceContext one = run.sourceContext("damon", Map.of());
    attach(Map.of("apply_interval_us", 300_000));
    run.advanceTo(millis(200));
    aggregate(one, 0, 10, 5);
    run.detach(one);
    run.advanceBy(millis(400));
    assertThat(run.moves()).as("what the former monitor said is void").isEmpty();
    SourceContext two = run.sourceContext("damon", Map.of());
    aggregate(two, 10, 20, 5);
    assertThat(movedPages()).containsExactly(pages(10, 20));
  }

  @Test
  void ofSeveralMonitorsOneMustBeNamed() {
    run.sourceContext("damon", Map.of());
    run.sourceContext("damon", Map.of());
    assertThatThrownBy(() -> attach(Map.of()))
        .isInstanceOf(KnobException.class)
        .hasMessage("knob 'monitor' is '', expected the name of a source: damon, damon-1");
    assertThatThrownBy(() -> attach(Map.of("monitor", "x")))
        .hasMessage("knob 'monitor' is 'x', expected the name of a source: damon, damon-1");
  }

  @Test
  void eightDestinationsShareByWeight() {
    mm.map("heap", 80, 0);
    SourceContext damon = run.sourceContext("damon", Map.of());
    Map<String, Object> dests = new HashMap<>();
    for (int i = 0; i < 8; i++) {
      dests.put("dest" + i + "_id", i % 4);
      dests.put("dest" + i + "_weight", i == 7 ? 3 : 1);
    }
    attach(dests);
    run.advanceTo(millis(200));
    aggregate(damon, 0, 80, 5);
    assertThat(List.of(0, 1, 2, 3)).map(mm::residentPages).containsExactly(16L, 16L, 16L, 32L);
  }

  @Test
  void theGoalThatIsReachedTheFarthestCounts() {
    mm.map("heap", 30, 1);
    SourceContext damon = run.sourceContext("damon", Map.of());
    attach(
        Map.of(
            "goal0_metric",
            "user-input",
            "goal0_target_value",
            10,
            "goal1_metric",
            "user-input",
            "goal1_target_value",
            100,
            "goal1_current_value",
            99,
            "goal_tuner",
            "temporal"));
    run.advanceTo(millis(200));
    aggregate(damon, 0, 10, 5);
    assertThat(run.moves()).hasSize(10);
    run.setKnob("goal0_current_value", 10);
    aggregate(damon, 10, 20, 5);
    assertThat(run.moves()).as("one of the two is reached").hasSize(10);
  }

  @Test
  void theYoungFilterMakesOldWhatItFindsYoung() {
    mm.map("heap", 4, 1);
    for (long page = 0; page < 3; page++) {
      mm.flag(FolioFlag.IDLE, page, true);
    }
    mm.access(1);
    SourceContext damon = run.sourceContext("damon", Map.of());
    attach(Map.of("filter0_type", "young"));
    run.advanceTo(millis(200));
    aggregate(damon, 0, 4, 5);
    assertThat(movedPages()).as("1 was accessed, 3 never made old").containsExactly(0L, 2L);
    assertThat(plane(FolioFlag.YOUNG)).isEqualTo(0b0010);
    assertThat(plane(FolioFlag.IDLE)).isEqualTo(0b1111);
    aggregate(damon, 0, 4, 5);
    assertThat(movedPages()).containsExactly(0L, 2L, 1L, 3L);
  }

  @Test
  void statAsksFiltersOfFolios() {
    mm.map("heap", 10, 1);
    mm.flag(FolioFlag.ACTIVE, 3, true);
    SourceContext damon = run.sourceContext("damon", Map.of());
    attach(Map.of("action", "stat", "filter0_type", "active", "filter0_allow", true));
    run.advanceTo(millis(200));
    aggregate(damon, 0, 10, 5);
    assertThat(run.counter("damos_sz_tried")).isEqualTo(10 * 4096);
    assertThat(run.counter("damos_sz_ops_filter_passed")).isEqualTo(4096);
    assertThat(run.moves()).isEmpty();
  }

  @Test
  void controlGroupsAreNoFilter() {
    assertThatThrownBy(() -> KnobSet.of(DamosKnobs.class).bind(Map.of("filter0_type", "memcg")))
        .isInstanceOf(KnobException.class)
        .hasMessage(
            "knob 'filter0_type' is 'memcg', expected one of [none, anon, active, young,"
                + " hugepage-size, unmapped, addr, target]");
  }
}
