package org.tierlab.sim.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.tierlab.api.copy.WorkerTime;
import org.tierlab.sim.ledger.Ledger;

/** Workers beside tasks: steps of one millisecond, in picoseconds. */
class CpuSharingTest {
  private static final long STEP_PS = 1_000_000_000L;

  private final Ledger ledger = new Ledger();
  private final Cpus cpus = new Cpus(1, new int[] {0, 0}, ledger);
  private final int worker = cpus.payer("worker");

  @BeforeEach
  void begin() {
    cpus.beginStep();
  }

  private long served() {
    return ledger.get(worker);
  }

  @Test
  void takesAnIdleCpuWholeWhateverItsNiceLevel() {
    cpus.announce(0);
    cpus.burst(worker, 0, 2 * STEP_PS, WorkerTime.weight(19));

    cpus.serveBursts(0, STEP_PS);

    assertThat(served()).isEqualTo(STEP_PS);
    assertThat(cpus.sharePs(0, STEP_PS)).isEqualTo(STEP_PS);
  }

  @Test
  void sharesBusyCpusByWeight() {
    cpus.announce(0);
    cpus.announce(1);
    cpus.announce(1);
    cpus.announce(1);
    cpus.burst(worker, 0, STEP_PS, WorkerTime.weight(0));

    cpus.serveBursts(0, STEP_PS);

    // Half of the CPU with one task, a quarter of the one with three.
    assertThat(served()).isEqualTo(STEP_PS / 2 + STEP_PS / 4);
    assertThat(cpus.sharePs(0, STEP_PS)).isEqualTo(STEP_PS / 2);
    assertThat(cpus.sharePs(1, STEP_PS)).isEqualTo(STEP_PS / 4);
  }

  @Test
  void whatWasNotServedIsWantedAgain() {
    cpus.announce(0);
    cpus.announce(1);
    cpus.burst(worker, 0, STEP_PS + 7, WorkerTime.weight(0));
    cpus.serveBursts(0, STEP_PS);
    assertThat(served()).isEqualTo(STEP_PS);

    cpus.beginStep();
    cpus.serveBursts(STEP_PS, 2 * STEP_PS);

    assertThat(served()).isEqualTo(STEP_PS + 7);
  }

  @Test
  void highPriorityLeavesTasksAlmostNothing() {
    cpus.announce(0);
    cpus.announce(1);
    cpus.burst(worker, 0, STEP_PS, WorkerTime.weight(-20));

    cpus.serveBursts(0, STEP_PS);

    // 1.25^20 = 86.74 to 1 on the first CPU, the rest on the other.
    assertThat(served()).isEqualTo(STEP_PS);
    assertThat(cpus.sharePs(0, STEP_PS) / (double) STEP_PS).isCloseTo(1 / 87.736, within(1e-4));
  }

  @Test
  void countsTheTasksOfANode() {
    cpus.announce(0);
    cpus.announce(1);
    cpus.announce(1);

    assertThat(cpus.runnable(0)).isEqualTo(3);
    cpus.beginStep();
    assertThat(cpus.runnable(0)).isZero();
  }
}
