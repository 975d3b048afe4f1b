package org.tierlab.sim.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.tierlab.api.memory.AddressSpaceView;
import org.tierlab.api.time.TaskContext;
import org.tierlab.sim.Lab;
import org.tierlab.sim.Machines;
import org.tierlab.sim.result.RunResult;

/** Two tasks of one process on two CPUs; one of them holds the lock for five steps. */
class MmapLockTest {
  private static final double HOLD_NS = 5_000_000;

  private interface Charge {
    void to(TaskContext task);
  }

  private static RunResult run(Charge charge) {
    return new Lab()
        .machine(Machines.twoNodes(4096, 4096, 2))
        .uniform(Map.of("tasks", 2, "pages", 2048L, "node", -1, "accesses", 20_000L))
        .source(
            "holder",
            context ->
                context.onTaskClock(
                    task -> {
                      if (task.task().id() == 0) {
                        charge.to(task);
                      }
                      return Long.MAX_VALUE;
                    }))
        .run();
  }

  @Test
  void othersFaultsWaitAndPayForSpinning() {
    RunResult result = run(task -> task.chargeUnderMmapLock(HOLD_NS));

    assertThat(result.invariants()).isEqualTo("ok");
    // The other task faults on its first access, so that it spins for all but its first moments.
    assertThat(result.total().cpuNs().get("task:lock")).isBetween(HOLD_NS - 1e6, HOLD_NS);
    assertThat(result.total().cpuNs()).containsEntry("task:scan", HOLD_NS);
    assertThat(result.vmstat().get("mmap_lock_contended")).isPositive();
  }

  @Test
  void whoHoldsItForReadingDisturbsNobody() {
    RunResult result = run(task -> task.charge(HOLD_NS));

    assertThat(result.total().cpuNs())
        .containsEntry("task:scan", HOLD_NS)
        .doesNotContainKey("task:lock");
    assertThat(result.vmstat()).doesNotContainKey("mmap_lock_contended");
  }

  @Test
  void aSecondHolderWaitsForTheFirst() {
    RunResult result =
        new Lab()
            .machine(Machines.twoNodes(4096, 4096, 2))
            .uniform(Map.of("tasks", 2, "node", 0, "accesses", 20_000L))
            .source(
                "holders",
                context ->
                    context.onTaskClock(
                        task -> {
                          task.chargeUnderMmapLock(HOLD_NS);
                          return Long.MAX_VALUE;
                        }))
            .run();

    assertThat(result.total().cpuNs())
        .containsEntry("task:scan", 2 * HOLD_NS)
        .containsEntry("task:lock", HOLD_NS);
  }

  @Test
  void aWalkersTrylockFailsWhileSomebodyHoldsItForWriting() {
    List<Boolean> got = new ArrayList<>();
    RunResult result =
        new Lab()
            .uniform(Map.of("node", 0, "accesses", 200_000L))
            .source(
                "holder",
                context ->
                    context.onTaskClock(
                        task -> {
                          AddressSpaceView mm = task.task().mm();
                          long fromNs = task.nowNs();
                          task.chargeUnderMmapLock(HOLD_NS);
                          for (long at : new long[] {fromNs, task.nowNs() - 1, task.nowNs()}) {
                            got.add(context.mmapReadTrylock(mm, at));
                          }
                          return Long.MAX_VALUE;
                        }))
            .run();
    assertThat(result.quarantined()).isEmpty();
    assertThat(got).containsExactly(false, false, true);
  }

  @Test
  void aTaskThatComesByBeforeTheHoldDoesNotWait() {
    assertThat(lock(100, 200).freeAt(99)).isEqualTo(99);
    assertThat(lock(100, 200).freeAt(100)).isEqualTo(200);
    assertThat(lock(100, 200).freeAt(199)).isEqualTo(200);
    assertThat(lock(100, 200).freeAt(200)).isEqualTo(200);
  }

  private static org.tierlab.sim.memory.MmapLock lock(long from, long to) {
    var lock = new org.tierlab.sim.memory.MmapLock();
    lock.hold(from, to);
    return lock;
  }
}
