package org.tierlab.policy.homenode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;
import static org.mockito.Mockito.withSettings;
import static org.tierlab.testkit.SchedulerCall.Kind.HOME_NODE;
import static org.tierlab.testkit.SchedulerCall.Kind.SWAP;

import java.util.Map;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.tierlab.api.hotness.FaultEvidence;
import org.tierlab.api.hotness.FaultOutcome;
import org.tierlab.api.memory.Vma;
import org.tierlab.api.policy.FaultDecision;
import org.tierlab.api.policy.FaultQuestion;
import org.tierlab.api.policy.PolicyContext;
import org.tierlab.testkit.FakeMachine;
import org.tierlab.testkit.FakeMm;
import org.tierlab.testkit.FakeRun;
import org.tierlab.testkit.FakeTask;
import org.tierlab.testkit.SchedulerCall;

/** Nodes 0 and 1 with two CPUs each (0, 1 and 2, 3), node 2 without. */
class HomeNodePolicyTest {
  private static final int STAY = FaultDecision.STAY;

  private final FakeRun run =
      new FakeRun(new FakeMachine().dram(1000, 2).dram(1000, 2).cxl(1000), 1);
  private final FakeMm mm = run.process("app");
  private final Vma vma = mm.map("heap", 64, 2);
  private final FakeTask one = mm.task("one").onCpu(0);
  private final FakeTask two = mm.task("two").onCpu(2);
  private final FaultEvidence evidence = new FaultEvidence();

  private HomeNodePolicy policy(Map<String, ?> knobs) {
    PolicyContext context = run.policyContext(knobs);
    return new HomeNodePolicy(context, context.knobs(HomeNodeKnobs.class));
  }

  private FaultQuestion fault(FakeTask by, int resident) {
    FaultQuestion question = mock(FaultQuestion.class, withSettings().stubOnly());
    int node = by.node();
    Vma mapping = by.mm() == mm ? vma : by.mm().vmas().get(0);
    when(question.task()).thenReturn(by);
    when(question.mm()).thenReturn(by.mm());
    when(question.vma()).thenReturn(mapping);
    when(question.residentNode()).thenReturn(resident);
    when(question.accessingNode()).thenReturn(node);
    when(question.evidence()).thenReturn(evidence);
    doAnswer(
            call -> {
              by.charge(call.getArgument(0));
              return null;
            })
        .when(question)
        .charge(org.mockito.ArgumentMatchers.anyDouble());
    return question;
  }

  private void faults(HomeNodePolicy policy, FakeTask by, int resident, int count) {
    for (int i = 0; i < count; i++) {
      policy.decided(fault(by, resident), FaultOutcome.STAYED);
    }
  }

  // The filter.

  @Test
  void aPageMigratesAtTheSecondFaultFromTheSameNode() {
    HomeNodePolicy policy = policy(Map.of());
    assertThat(policy.target(fault(one, 2))).as("the first fault ever").isEqualTo(STAY);
    evidence.last(1, two.id());
    assertThat(policy.target(fault(one, 2))).as("two faulted last").isEqualTo(STAY);
    evidence.last(0, two.id());
    assertThat(policy.target(fault(one, 2))).as("whoever it was").isZero();
    assertThat(policy.target(fault(one, 1))).isZero();
    assertThat(policy.target(fault(one, 0))).as("it is there").isEqualTo(STAY);
    assertThat(run.counter("homenode_filtered")).isEqualTo(2);
  }

  @Test
  void withoutTheFilterEveryFaultMigrates() {
    HomeNodePolicy policy = policy(Map.of("last_nid_filter", false));
    evidence.last(1, two.id());
    assertThat(policy.target(fault(one, 2))).isZero();
    assertThat(run.counter("homenode_filtered")).isZero();
  }

  @Test
  void whereTheSourceStoresTimesThePolicyRemembersTheNode() {
    HomeNodePolicy policy = policy(Map.of());
    evidence.tiering(5);
    assertThat(policy.target(fault(one, 2))).isEqualTo(STAY);
    assertThat(policy.target(fault(two, 2))).isEqualTo(STAY);
    assertThat(policy.target(fault(one, 2))).isEqualTo(STAY);
    assertThat(policy.target(fault(one, 2))).isZero();
  }

  @Property(tries = 10)
  void withAShareOfTheFaultsANodeGetsAPageWithTheSquareOfIt(
      @ForAll @IntRange(min = 5, max = 95) int percent, @ForAll long seed) {
    HomeNodePolicy policy = policy(Map.of());
    FaultQuestion fromOne = fault(one, 2);
    FaultQuestion fromTwo = fault(two, 2);
    SplittableRandom random = new SplittableRandom(seed);
    int faults = 20_000;
    int moved = 0;
    evidence.clear();
    for (int i = 0; i < faults; i++) {
      boolean byOne = random.nextInt(100) < percent;
      moved += policy.target(byOne ? fromOne : fromTwo) == 0 ? 1 : 0;
      evidence.last(byOne ? 0 : 1, 0);
    }
    double p = percent / 100.0;
    assertThat((double) moved / faults).isCloseTo(p * p, within(0.025));
  }

  // Placement.

  @Test
  void theHomeIsRecomputedAfterAPass() {
    HomeNodePolicy policy = policy(Map.of("swap_tasks", false));
    faults(policy, one, 1, 6);
    faults(policy, one, 0, 5);
    assertThat(run.schedulerCalls()).isEmpty();
    evidence.scanSequence(1);
    faults(policy, one, 0, 1);
    assertThat(run.schedulerCalls()).containsExactly(new SchedulerCall(HOME_NODE, one.id(), 1));
    // Halved to 3 and 2; one on node 0 was counted after the pass. Two more make 5 to 3.
    faults(policy, one, 0, 2);
    evidence.scanSequence(2);
    faults(policy, one, 0, 1);
    assertThat(one.homeNode()).isZero();
    evidence.scanSequence(3);
    faults(policy, one, 0, 1);
    assertThat(run.schedulerCalls()).as("no change, no call").hasSize(2);
  }

  @Test
  void aNodeWithoutCpusIsNobodysHome() {
    HomeNodePolicy policy = policy(Map.of());
    faults(policy, one, 2, 50);
    faults(policy, one, 1, 1);
    evidence.scanSequence(1);
    faults(policy, one, 2, 1);
    assertThat(one.homeNode()).isEqualTo(1);
  }

  @Test
  void tasksThatGainChangePlacesAndHomes() {
    HomeNodePolicy policy = policy(Map.of());
    faults(policy, two, 0, 4);
    faults(policy, two, 1, 6);
    faults(policy, one, 0, 3);
    faults(policy, one, 1, 7);
    evidence.scanSequence(1);
    faults(policy, one, 0, 1);
    assertThat(run.schedulerCalls())
        .containsExactly(
            new SchedulerCall(SWAP, one.id(), two.id()),
            new SchedulerCall(HOME_NODE, one.id(), 1),
            new SchedulerCall(HOME_NODE, two.id(), 0));
    assertThat(run.counter("numa_task_swapped")).isEqualTo(1);
    assertThat(one.chargedNs()).as("two tasks were looked at").isEqualTo(2 * 200);
  }

  @Test
  void withoutAGainOverTheOtherATaskOnlyAsks() {
    HomeNodePolicy policy = policy(Map.of());
    faults(policy, two, 0, 3);
    faults(policy, two, 1, 7);
    faults(policy, one, 0, 3);
    faults(policy, one, 1, 7);
    evidence.scanSequence(1);
    faults(policy, one, 0, 1);
    assertThat(run.schedulerCalls()).containsExactly(new SchedulerCall(HOME_NODE, one.id(), 1));
    assertThat(run.wellPlacedTasks()).isEmpty();
  }

  @Test
  void aTaskWhoseNodeIsBestForItAndItsProcessStays() {
    HomeNodePolicy policy = policy(Map.of());
    faults(policy, two, 0, 10);
    faults(policy, one, 0, 6);
    faults(policy, one, 1, 5);
    evidence.scanSequence(1);
    faults(policy, one, 0, 1);
    assertThat(run.schedulerCalls()).containsExactly(new SchedulerCall(HOME_NODE, one.id(), 0));
    assertThat(one.chargedNs()).as("nobody was looked at").isZero();
    assertThat(run.wellPlacedTasks())
        .as("there is less to learn from it")
        .containsExactly(one.id());
  }

  @Test
  void acrossProcessesAWholeProcessMayPullATask() {
    FakeMm neighbour = run.process("neighbour");
    neighbour.map("heap", 64, 1);
    FakeTask other = neighbour.task("other").onCpu(3);
    HomeNodePolicy policy = policy(Map.of());
    faults(policy, other, 0, 10);
    faults(policy, one, 0, 6);
    faults(policy, one, 1, 5);
    faults(policy, two, 1, 10); // the process: 6 here, 15 there
    evidence.scanSequence(1);
    faults(policy, one, 0, 1);
    assertThat(run.schedulerCalls()).startsWith(new SchedulerCall(SWAP, one.id(), other.id()));
  }

  @Test
  void countsMemoryWhereItIsAfterTheFault() {
    HomeNodePolicy policy = policy(Map.of());
    policy.decided(fault(one, 1), FaultOutcome.MIGRATED);
    evidence.scanSequence(1);
    faults(policy, one, 0, 1);
    assertThat(one.homeNode()).isEqualTo(1);
  }

  @Test
  void aPageThatItsProcessAskedForPassesTheFilter() {
    HomeNodePolicy policy = policy(Map.of());
    evidence.last(1, two.id()).lazy();
    assertThat(policy.target(fault(one, 2))).isZero();
    assertThat(run.counter("homenode_filtered")).isZero();
  }
}
