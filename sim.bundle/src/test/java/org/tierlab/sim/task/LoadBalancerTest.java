package org.tierlab.sim.task;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.tierlab.api.knob.KnobSet;
import org.tierlab.sim.experiment.CostModel;
import org.tierlab.sim.experiment.MachineSpec;
import org.tierlab.sim.experiment.NodeSpec;
import org.tierlab.sim.experiment.NodeSpec.Kind;
import org.tierlab.sim.ledger.Ledger;
import org.tierlab.sim.machine.Cpus;
import org.tierlab.sim.machine.Machine;
import org.tierlab.sim.memory.AddressSpace;
import org.tierlab.sim.memory.LruLists;

/** Two sockets of two CPUs: 0 and 1 on node 0, 2 and 3 on node 1. */
class LoadBalancerTest {
  private static final long STEP = 1000;

  private final Ledger ledger = new Ledger();
  private final Machine machine =
      new Machine(
          new MachineSpec(
              "sockets",
              List.of(
                  new NodeSpec(Kind.DRAM, 4096 * 4096, 100, 72, 2),
                  new NodeSpec(Kind.DRAM, 4096 * 4096, 100, 72, 2)),
              List.of(),
              10,
              KnobSet.of(CostModel.class).defaults()),
          ledger);
  private final Cpus cpus = machine.cpuState();
  private final AddressSpace mm =
      new AddressSpace(0, "p", -1, machine, ledger, new LruLists(2), (space, page) -> {});
  private final List<SimTask> tasks = new ArrayList<>();
  private final LoadBalancer balancer = new LoadBalancer(machine);

  @BeforeEach
  void begin() {
    cpus.beginStep();
  }

  private SimTask runnable(int cpu, int home) {
    SimTask task =
        new SimTask(tasks.size(), "t" + tasks.size(), mm, batch -> false, machine, ledger);
    task.startOn(cpu);
    task.preferNode(home);
    tasks.add(task);
    cpus.announce(cpu);
    return task;
  }

  private int[] placesAfterBalancing() {
    balancer.balance(tasks, STEP);
    return tasks.stream().mapToInt(SimTask::cpu).toArray();
  }

  @Test
  void anIdleCpuPullsFromItsOwnNode() {
    runnable(0, -1);
    runnable(0, -1);
    runnable(2, -1);
    runnable(2, -1);

    assertThat(placesAfterBalancing()).containsExactly(0, 1, 2, 3);
    assertThat(tasks.get(1).nextCpu()).isEqualTo(1);
    assertThat(cpus.runnableOn(0)).isEqualTo(1);
    assertThat(cpus.runnableOn(1)).isEqualTo(1);
  }

  @Test
  void oneTaskACpuStaysWhereItIs() {
    runnable(0, 1);
    runnable(2, 0);

    assertThat(placesAfterBalancing()).containsExactly(0, 2);
  }

  @Test
  void pullsFromAnotherNodeOnlyIfThatHasNoIdleCpu() {
    runnable(0, -1);
    runnable(0, -1);
    runnable(1, -1);
    assertThat(placesAfterBalancing()).containsExactly(0, 2, 1);

    cpus.withdraw(1);
    tasks.remove(2);
    runnable(0, -1);
    // CPU 1 is idle now and takes it; CPU 3 gets nothing.
    assertThat(placesAfterBalancing()).containsExactly(0, 2, 1);
  }

  @Test
  void prefersTheBusiestCpu() {
    runnable(0, -1);
    runnable(0, -1);
    runnable(1, -1);
    runnable(1, -1);
    runnable(1, -1);
    runnable(2, -1);

    assertThat(placesAfterBalancing()).containsExactly(0, 0, 1, 1, 3, 2);
  }

  @Test
  void prefersATaskThatComesHomeThenOneThatIsNotAtHome() {
    runnable(0, 0);
    runnable(0, 1);
    runnable(0, -1);
    runnable(1, -1);

    assertThat(placesAfterBalancing()).containsExactly(0, 2, 3, 1);
  }

  @Test
  void pullsATaskAwayFromHomeIfThereIsNoOther() {
    runnable(0, 0);
    runnable(0, 0);
    runnable(1, 0);

    assertThat(placesAfterBalancing()).containsExactly(0, 2, 1);
  }

  @Test
  void aTaskThatWaitsIsNotPulled() {
    runnable(0, -1);
    runnable(0, -1);
    SimTask blocked = new SimTask(2, "t2", mm, batch -> false, machine, ledger);
    blocked.startOn(0);
    blocked.blockedUntilPs = STEP;
    tasks.add(blocked);

    assertThat(placesAfterBalancing()).containsExactly(0, 1, 0);
  }

  @Test
  void aCpuIsIdleAfterAWholeStepWithoutWork() {
    cpus.burst(cpus.payer("kthread"), 0, 10);
    cpus.serveBursts(0, STEP);
    cpus.endStep(STEP);
    cpus.beginStep();
    runnable(1, -1);
    runnable(1, -1);
    runnable(2, -1);
    runnable(3, -1);

    // CPU 0 has served the thread in the last step.
    assertThat(placesAfterBalancing()).containsExactly(1, 1, 2, 3);
    cpus.endStep(STEP);
    cpus.beginStep();
    tasks.forEach(task -> cpus.announce(task.cpu()));
    assertThat(placesAfterBalancing()).containsExactly(1, 0, 2, 3);
  }
}
