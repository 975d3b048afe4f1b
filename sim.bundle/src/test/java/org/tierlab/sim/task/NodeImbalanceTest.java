package org.tierlab.sim.task;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.tierlab.api.knob.KnobSet;
import org.tierlab.sim.experiment.CostModel;
import org.tierlab.sim.experiment.MachineSpec;
import org.tierlab.sim.experiment.NodeSpec;
import org.tierlab.sim.experiment.NodeSpec.Kind;
import org.tierlab.sim.ledger.Ledger;
import org.tierlab.sim.machine.Machine;
import org.tierlab.sim.memory.AddressSpace;
import org.tierlab.sim.memory.LruLists;

/** Two nodes of 32 CPUs; with complexes of 8 each has four last-level caches. */
class NodeImbalanceTest {
  private static final int CPUS = 32;

  private final Ledger ledger = new Ledger();

  private boolean mayMove(int complexCpus, int here, int there) {
    Machine machine =
        new Machine(
            new MachineSpec(
                "sockets",
                List.of(
                    new NodeSpec(Kind.DRAM, 4096 * 4096, 100, 72, CPUS),
                    new NodeSpec(Kind.DRAM, 4096 * 4096, 100, 72, CPUS)),
                List.of(),
                10,
                KnobSet.of(CostModel.class).bind(Map.of("complex_cpus", complexCpus))),
            ledger);
    AddressSpace mm =
        new AddressSpace(0, "p", -1, machine, ledger, new LruLists(2), (space, page) -> {});
    List<SimTask> tasks = new ArrayList<>();
    for (int i = 0; i < here + there; i++) {
      SimTask task = new SimTask(i, "t" + i, mm, batch -> false, machine, ledger);
      task.startOn(i < here ? i % CPUS : CPUS + (i - here) % CPUS);
      tasks.add(task);
    }
    return new NodeImbalance(machine).permits(tasks.get(0), 1, tasks);
  }

  @Test
  void fewTasksMayDifferByTwo() {
    assertThat(mayMove(8, 1, 0)).as("0 to 1").isTrue();
    assertThat(mayMove(8, 2, 1)).as("1 to 2").isTrue();
    assertThat(mayMove(8, 2, 2)).as("1 to 3").isTrue();
    assertThat(mayMove(8, 1, 2)).as("0 to 3").isFalse();
  }

  @Test
  void asManyAsTheNodeHasCaches() {
    assertThat(mayMove(8, 4, 3)).as("3 to 4").isTrue();
    assertThat(mayMove(8, 3, 3)).as("2 to 4").isTrue();
    assertThat(mayMove(8, 4, 4)).as("3 to 5 on four caches").isFalse();
    assertThat(mayMove(8, 6, 4)).as("5 to 5").isTrue();
  }

  @Test
  void oneCacheCountsAsAnEighthOfTheCpus() {
    assertThat(mayMove(32, 3, 3)).as("2 to 4 of 32 CPUs").isTrue();
    assertThat(mayMove(32, 4, 4)).as("3 to 5 of 32 CPUs").isFalse();
  }

  @Test
  void aFullNodeTakesWhatEvensLoadOut() {
    assertThat(mayMove(8, 34, 32)).as("33 to 33").isTrue();
    assertThat(mayMove(8, 33, 32)).as("32 to 33: as unequal as before").isTrue();
    assertThat(mayMove(8, 32, 32)).as("31 to 33").isFalse();
  }
}
