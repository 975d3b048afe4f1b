package org.tierlab.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.tierlab.testkit.SimulatedTime.millis;
import static org.tierlab.testkit.SimulatedTime.seconds;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.tierlab.api.hotness.FaultEvidence;
import org.tierlab.api.hotness.HotnessEvents;
import org.tierlab.api.hotness.SourceContext;
import org.tierlab.api.knob.KnobInfo;
import org.tierlab.api.knob.KnobSet;
import org.tierlab.api.memory.Vma;
import org.tierlab.api.policy.MigrationOutcome;
import org.tierlab.api.policy.PromotionPolicy;

/**
 * What every policy promises. Subclass it and say how to make the policy. The policy is fed from a
 * source that has all the evidence there is: hint faults with latency and last accessor, and events
 * of pages and of long ranges, with and without an accessing node.
 */
public abstract class PromotionPolicyContract {
  private static final long OBSERVED_NS = seconds(10);

  /** For subclasses. */
  protected PromotionPolicyContract() {}

  /**
   * Makes the policy under test.
   *
   * @return a new instance
   */
  protected abstract PromotionPolicy create();

  /**
   * Knob values for the tests.
   *
   * @return values by knob name; none unless overridden
   */
  protected Map<String, ?> knobs() {
    return Map.of();
  }

  /** A source that marks and publishes by script. */
  private static final class Script {
    private final ContractSituation situation;
    private final SourceContext context;
    private final FakeRandom random;
    private final HotnessEvents events = new HotnessEvents();

    Script(ContractSituation situation, long seed) {
      this.situation = situation;
      this.random = new FakeRandom(seed, "script");
      context = situation.run.sourceContext(Map.of());
      FaultEvidence evidence = new FaultEvidence();
      context.onHintFault(
          fault -> {
            evidence.clear().last((int) random.nextLong(2), (int) random.nextLong(2));
            evidence.scanSequence((int) (fault.nowNs() / seconds(1)));
            if (fault.residentNode() == 1) {
              evidence.tiering(random.nextLong(seconds(2)));
            }
            fault.consult(evidence);
          });
    }

    void step() {
      if (!situation.mm.exited()) {
        long[] mask = {random.nextLong(), random.nextLong()};
        context.pageTable(situation.mm).markProtNone(0, 2, mask);
        events.clear();
        for (int i = 0; i < 4; i++) {
          addEvent();
        }
        context.publish(events);
      }
      situation.step();
    }

    private void addEvent() {
      Vma vma = situation.mm.vmas().get((int) random.nextLong(situation.mm.vmas().size()));
      long first = random.nextLong(vma.pages());
      long length = 1 + random.nextLong(vma.pages() - first);
      int node = (int) random.nextLong(2) - 1;
      int hint = (int) random.nextLong(2) - 1;
      int count = 1 + (int) random.nextLong(20);
      long now = situation.run.nowNs();
      events.add(
          situation.mm, vma.firstPage() + first, length, count, seconds(1), node, hint, now, now);
    }

    void runFor(long ns) {
      for (long passed = 0; passed < ns; passed += ContractSituation.STEP_NS) {
        step();
      }
    }
  }

  private Script script(long seed) {
    ContractSituation situation = new ContractSituation(seed);
    Script script = new Script(situation, seed);
    situation.run.attach(create(), knobs());
    return script;
  }

  @Test
  void specIsConstantAndOfThePolicyAlone() {
    PromotionPolicy policy = create();
    assertThat(policy.spec()).isNotNull().isEqualTo(policy.spec()).isEqualTo(create().spec());
  }

  @Test
  void knobRecordIsWellFormed() {
    KnobRecordCheck.check(create().spec().knobs());
  }

  @Test
  void attachesToAMachineWithoutProcessesAndWithoutEvents() {
    FakeRun run = new FakeRun(new FakeMachine().dram(64, 1).cxl(64), 1);
    run.attach(create(), knobs());
    run.advanceBy(OBSERVED_NS);
    assertThat(run.moves()).isEmpty();
  }

  @Test
  void neverNamesAFolioThatCannotExist() {
    Script script = script(5);
    script.runFor(OBSERVED_NS);
    for (Move move : script.situation.run.moves()) {
      assertThat(move.page()).isBetween(0L, script.situation.mm.pages() - 1);
      assertThat(move.outcome()).isNotEqualTo(MigrationOutcome.MM_EXITED);
    }
  }

  @Test
  void sameSeedGivesTheSamePlans() {
    Script one = script(11);
    one.runFor(OBSERVED_NS);
    Script other = script(11);
    other.runFor(OBSERVED_NS);
    assertSame(one.situation.run, other.situation.run);
  }

  @Test
  void instancesShareNoState() {
    Script alone = script(13);
    alone.runFor(OBSERVED_NS);
    Script neighbour = script(14);
    Script beside = script(13);
    for (long passed = 0; passed < OBSERVED_NS; passed += ContractSituation.STEP_NS) {
      neighbour.step();
      beside.step();
    }
    assertSame(alone.situation.run, beside.situation.run);
  }

  private static void assertSame(FakeRun one, FakeRun other) {
    assertThat(other.moves()).isEqualTo(one.moves());
    assertThat(other.schedulerCalls()).isEqualTo(one.schedulerCalls());
    assertThat(other.counters()).isEqualTo(one.counters());
  }

  @Test
  void survivesTheExitOfAProcessAtAnyTime() {
    for (long exitNs = millis(50); exitNs <= seconds(2); exitNs += millis(150)) {
      Script script = script(exitNs);
      script.runFor(exitNs);
      script.situation.mm.exit();
      script.runFor(seconds(2));
      assertThat(script.situation.run.nowNs()).isGreaterThanOrEqualTo(exitNs + seconds(2));
    }
  }

  @Test
  void survivesAFullTargetAndPressure() {
    Script script = script(19);
    script.situation.run.machine().node(0).leaveFree(0);
    script.runFor(seconds(2));
    script.situation.run.wakeKswapd(0);
    script.situation.run.directReclaim(script.situation.mm.task("short"), 0);
    script.runFor(seconds(2));
    assertThat(script.situation.run.nowNs()).isGreaterThanOrEqualTo(seconds(4));
  }

  @Test
  void acceptsChangesOfItsRuntimeKnobs() {
    Script script = script(17);
    script.runFor(seconds(1));
    for (KnobInfo knob : KnobSet.of(create().spec().knobs()).knobs()) {
      if (knob.runtime() && !knob.defaultValue().isEmpty() && !knobs().containsKey(knob.name())) {
        script.situation.run.setKnob(knob.name(), knob.defaultValue());
        script.step();
      }
    }
    script.runFor(seconds(2));
    assertThat(script.situation.run.nowNs()).isGreaterThanOrEqualTo(seconds(3));
  }
}
