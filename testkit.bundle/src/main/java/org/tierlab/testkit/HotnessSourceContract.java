package org.tierlab.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.tierlab.testkit.SimulatedTime.millis;
import static org.tierlab.testkit.SimulatedTime.seconds;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.tierlab.api.Evidence;
import org.tierlab.api.hotness.HotnessEvents;
import org.tierlab.api.hotness.HotnessSource;
import org.tierlab.api.knob.KnobInfo;
import org.tierlab.api.knob.KnobSet;

/** What every hotness source promises. Subclass it and say how to make the source. */
public abstract class HotnessSourceContract {
  private static final long OBSERVED_NS = seconds(20);

  /** For subclasses. */
  protected HotnessSourceContract() {}

  /**
   * Makes the source under test.
   *
   * @return a new instance
   */
  protected abstract HotnessSource create();

  /**
   * Knob values under which the source publishes something within 20 s of a process with 64 hot
   * pages in 12 MiB.
   *
   * @return values by knob name; none unless overridden
   */
  protected Map<String, ?> knobs() {
    return Map.of();
  }

  private ContractSituation observe(long seed) {
    ContractSituation situation = new ContractSituation(seed);
    situation.run.attach(create(), knobs());
    situation.runFor(OBSERVED_NS);
    return situation;
  }

  @Test
  void specIsConstantAndOfTheSourceAlone() {
    HotnessSource source = create();
    assertThat(source.spec()).isNotNull().isEqualTo(source.spec()).isEqualTo(create().spec());
  }

  @Test
  void knobRecordIsWellFormed() {
    KnobRecordCheck.check(create().spec().knobs());
  }

  @Test
  void attachesToAMachineWithoutProcesses() {
    FakeRun run = new FakeRun(new FakeMachine().dram(64, 1).cxl(64), 1);
    run.attach(create(), knobs());
    run.advanceBy(OBSERVED_NS);
    assertThat(run.published()).isEmpty();
  }

  @Test
  void attachesToAProcessWithoutTasksAndToOneWithoutMemory() {
    FakeRun run = new FakeRun(new FakeMachine().dram(64, 1).cxl(64), 1);
    run.process("taskless").map("heap", 10, 1);
    run.process("bare").task("t");
    run.attach(create(), knobs());
    run.runTasks(OBSERVED_NS);
    assertThat(run.published()).extracting(PublishedEvent::mm).doesNotContain(1);
  }

  @Test
  void noticesProcessesThatStartLater() {
    ContractSituation situation = new ContractSituation(3);
    situation.run.attach(create(), knobs());
    situation.runFor(seconds(1));
    FakeMm late = situation.run.process("late");
    late.map("heap", 64, 1);
    FakeTask task = late.task("t");
    for (int step = 0; step < 400; step++) {
      situation.run.touch(task, step % 64);
      situation.step();
    }
    assertThat(situation.run.published()).extracting(PublishedEvent::mm).contains(late.id());
  }

  @Test
  void publishesWhatItsEvidenceSaysAndNothingOfTheFuture() {
    ContractSituation situation = observe(7);
    HotnessSource source = create();
    List<PublishedEvent> events = situation.run.published();
    assertThat(events).as("events in the standard situation").isNotEmpty();
    long latest = situation.run.nowNs() + seconds(1);
    for (PublishedEvent event : events) {
      if (!source.spec().evidence().contains(Evidence.ACCESSING_NODE)) {
        assertThat(event.node()).isEqualTo(HotnessEvents.UNKNOWN);
      }
      if (!source.spec().evidence().contains(Evidence.ACCESS_COUNT)) {
        assertThat(event.count()).isIn(1, HotnessEvents.UNKNOWN);
      }
      assertThat(event.toNs()).isBetween(event.fromNs(), latest);
    }
  }

  @Test
  void plantsMarksOnlyIfItsEvidenceIsHintFaults() {
    FakeRun run = new FakeRun(new FakeMachine().dram(256, 1).cxl(256), 1);
    FakeMm mm = run.process("app");
    mm.map("heap", 128, 1);
    mm.task("t");
    HotnessSource source = create();
    run.attach(source, knobs());
    long marked = 0;
    for (int step = 0; step < 100; step++) {
      run.runTasks(millis(200));
      long[] plane = new long[2];
      mm.pageTable().protNone(0, 2, plane);
      marked += Long.bitCount(plane[0]) + Long.bitCount(plane[1]);
    }
    assertThat(marked > 0).isEqualTo(source.spec().evidence().contains(Evidence.HINT_FAULT));
  }

  @Test
  void sameSeedGivesTheSameEventsChargesAndCounters() {
    FakeRun one = observe(11).run;
    FakeRun other = observe(11).run;
    assertSame(one, other);
  }

  @Test
  void instancesShareNoState() {
    ContractSituation alone = observe(13);
    ContractSituation beside = new ContractSituation(13);
    ContractSituation neighbour = new ContractSituation(14);
    neighbour.run.attach(create(), knobs());
    beside.run.attach(create(), knobs());
    for (long passed = 0; passed < OBSERVED_NS; passed += ContractSituation.STEP_NS) {
      neighbour.step();
      beside.step();
    }
    assertSame(alone.run, beside.run);
  }

  private static void assertSame(FakeRun one, FakeRun other) {
    assertThat(other.published()).isEqualTo(one.published());
    assertThat(other.counters()).isEqualTo(one.counters());
    assertThat(other.kthreads())
        .extracting(FakeKthread::chargedNs)
        .isEqualTo(one.kthreads().stream().map(FakeKthread::chargedNs).toList());
  }

  @Test
  void survivesTheExitOfAProcessAtAnyTime() {
    for (long exitNs = millis(50); exitNs <= seconds(3); exitNs += millis(350)) {
      ContractSituation situation = new ContractSituation(exitNs);
      situation.run.attach(create(), knobs());
      situation.runFor(exitNs);
      situation.mm.exit();
      situation.runFor(seconds(5));
      assertThat(situation.run.nowNs()).isGreaterThanOrEqualTo(exitNs + seconds(5));
    }
  }

  @Test
  void acceptsChangesOfItsRuntimeKnobs() {
    ContractSituation situation = new ContractSituation(17);
    HotnessSource source = create();
    situation.run.attach(source, knobs());
    situation.runFor(seconds(1));
    for (KnobInfo knob : KnobSet.of(source.spec().knobs()).knobs()) {
      if (knob.runtime() && !knob.defaultValue().isEmpty() && !knobs().containsKey(knob.name())) {
        situation.run.setKnob(knob.name(), knob.defaultValue());
        situation.step();
      }
    }
    situation.runFor(seconds(3));
    assertThat(situation.run.nowNs()).isGreaterThanOrEqualTo(seconds(4));
  }
}
