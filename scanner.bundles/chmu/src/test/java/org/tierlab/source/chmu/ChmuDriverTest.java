package org.tierlab.source.chmu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.tierlab.api.hotness.HotnessEvents;
import org.tierlab.source.chmu.component.ChmuComponent;
import org.tierlab.testkit.FakeMachine;
import org.tierlab.testkit.FakeMm;
import org.tierlab.testkit.FakeRun;
import org.tierlab.testkit.FakeTask;
import org.tierlab.testkit.PublishedEvent;

/** Two processes with fast and slow pages; epochs of 1 ms, the hotlist is read every 10 ms. */
class ChmuDriverTest {

  private final FakeRun run = new FakeRun(new FakeMachine().dram(10_000, 1).cxl(10_000), 1);
  private final FakeMm one = run.process("one");
  private final FakeMm two = run.process("two");
  private FakeTask taskOfOne;
  private FakeTask taskOfTwo;

  @BeforeEach
  void build() {
    one.map("fast", 8, 0);
    one.map("slow", 8, 1);
    two.map("slow", 8, 1);
    taskOfOne = one.task("one");
    taskOfTwo = two.task("two");
    run.attach(
        new ChmuComponent(),
        Map.of("epoch_scale", 2, "hotness_threshold", 2, "poll_ms", 10, "mmio_read_ns", 900));
  }

  @Test
  void theHostReadsTheListAndSaysWhosePagesTheyAre() {
    run.touch(taskOfTwo, 5, 5, 5);
    run.touch(taskOfOne, 9, 9, 10, 2, 2, 2);

    run.advanceBy(9_999_999);
    assertThat(run.published()).isEmpty();
    run.advanceBy(1);

    assertThat(run.published()).hasSize(2);
    PublishedEvent first = run.published().get(0);
    assertThat(first.mm()).isEqualTo(two.id());
    assertThat(first.firstPage()).isEqualTo(5);
    assertThat(first.count()).isEqualTo(3);
    assertThat(first.node()).isEqualTo(HotnessEvents.UNKNOWN);
    assertThat(first.toNs() - first.fromNs()).isEqualTo(1_000_000);
    assertThat(run.published().get(1).mm()).isEqualTo(one.id());
    assertThat(run.published().get(1).firstPage()).isEqualTo(9);
    // Six slow accesses; those to fast memory do not reach the device.
    assertThat(run.counter("chmu_counted")).isEqualTo(6);
    assertThat(run.counter("chmu_hotlist_entries")).isEqualTo(2);
  }

  @Test
  void readingCostsOneReadForTheTailAndOneForEachEntry() {
    run.touch(taskOfOne, 9, 9, 10, 10);
    run.advanceBy(10_000_000);
    assertThat(run.kthread("chmu1").chargedNs()).isCloseTo(3 * 900, within(1e-6));
    assertThat(taskOfOne.chargedNs()).isZero();
  }

  @Test
  void unitsOfAProcessThatHasExitedAreNotReported() {
    run.touch(taskOfOne, 9, 9);
    run.touch(taskOfTwo, 3, 3);
    one.exit();

    run.advanceBy(10_000_000);

    assertThat(run.published()).extracting(PublishedEvent::mm).containsExactly(two.id());
    assertThat(run.counter("chmu_units_gone")).isEqualTo(1);
  }
}
