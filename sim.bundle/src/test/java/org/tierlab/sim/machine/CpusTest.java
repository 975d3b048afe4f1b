package org.tierlab.sim.machine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.tierlab.sim.ledger.Ledger;

class CpusTest {
  private static final int STEP = 1000;

  private final Ledger ledger = new Ledger();
  private final Cpus cpus = new Cpus(2, new int[] {0, 0, 1}, ledger);
  private final int daemon = cpus.payer("kdaemon");

  private long paid(int slot) {
    return ledger.get(slot);
  }

  @Test
  void idleCpusServeBurstsFirst() {
    cpus.beginStep();
    cpus.announce(0);
    cpus.burst(daemon, 0, 700);
    cpus.serveBursts(0, STEP);

    assertThat(cpus.sharePs(0, STEP)).isEqualTo(STEP);
    cpus.used(0, STEP);
    cpus.endStep(STEP);

    assertThat(paid(daemon)).isEqualTo(700);
    assertThat(paid(cpus.payer("idle"))).isEqualTo(2 * STEP - 700);
    assertThat(cpus.idle(0)).isZero();
    assertThat(cpus.idle(1)).isEqualTo(1);
  }

  @Test
  void withoutIdleCpuATaskLosesExactlyTheBurst() {
    cpus.beginStep();
    for (int cpu = 0; cpu < 3; cpu++) {
      cpus.announce(cpu);
    }
    cpus.announce(1);
    cpus.burst(daemon, 0, 400);
    cpus.burst(daemon, 0, 100);
    cpus.serveBursts(0, STEP);

    assertThat(cpus.sharePs(0, STEP)).isEqualTo(600);
    assertThat(cpus.sharePs(1, STEP)).isEqualTo(450);
    assertThat(cpus.sharePs(2, STEP)).isEqualTo(STEP);
  }

  @Test
  void whatNoCpuCanGiveIsWantedAgain() {
    cpus.beginStep();
    for (int i = 0; i < 4; i++) {
      cpus.burst(daemon, 0, STEP);
    }
    cpus.serveBursts(0, STEP);
    cpus.endStep(STEP);
    assertThat(paid(daemon)).isEqualTo(3 * STEP);
    assertThat(paid(cpus.payer("idle"))).isZero();

    cpus.beginStep();
    cpus.serveBursts(STEP, 2 * STEP);
    cpus.endStep(STEP);
    assertThat(paid(daemon)).isEqualTo(4 * STEP);
    assertThat(paid(cpus.payer("idle"))).isEqualTo(2 * STEP);
  }

  @Test
  void aBurstWaitsForItsTime() {
    cpus.burst(daemon, 1900, 300);
    cpus.beginStep();
    cpus.serveBursts(0, STEP);
    assertThat(paid(daemon)).isZero();
    cpus.beginStep();
    cpus.serveBursts(STEP, 2 * STEP);
    assertThat(paid(daemon)).isEqualTo(100);
    cpus.beginStep();
    cpus.serveBursts(2 * STEP, 3 * STEP);
    assertThat(paid(daemon)).isEqualTo(300);
  }

  @Test
  void aTaskIsSentToTheCpuWithTheFewest() {
    cpus.beginStep();
    cpus.announce(0);

    assertThat(cpus.leastLoaded(0)).isEqualTo(1);
    assertThat(cpus.leastLoaded(1)).isEqualTo(2);
    assertThat(cpus.busy(0)).isTrue();
    cpus.withdraw(0);
    assertThat(cpus.busy(0)).isFalse();
  }

  @Property(tries = 100)
  void payersAddUpToElapsedTimeTimesCpus(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 5) int cpuCount) {
    Ledger book = new Ledger();
    Cpus all = new Cpus(1, new int[cpuCount], book);
    int[] payers = {all.payer("a"), all.payer("b"), all.payer("task"), all.payer("idle")};
    Random random = new Random(seed);
    long now = 0;
    long wanted = 0;
    for (int step = 0; step < 50; step++) {
      long end = now + 1 + random.nextInt(STEP);
      all.beginStep();
      int[] tasks = new int[cpuCount];
      for (int i = random.nextInt(2 * cpuCount); i > 0; i--) {
        int cpu = random.nextInt(cpuCount);
        all.announce(cpu);
        tasks[cpu]++;
      }
      long length = random.nextInt(2 * STEP);
      wanted += length;
      all.burst(payers[random.nextInt(2)], now + random.nextInt(STEP), length);
      all.serveBursts(now, end);
      for (int cpu = 0; cpu < cpuCount; cpu++) {
        for (int i = 0; i < tasks[cpu]; i++) {
          long used = random.nextLong(all.sharePs(cpu, end - now) + 1);
          all.used(cpu, used);
          book.add(payers[2], used);
        }
      }
      all.endStep(end - now);
      now = end;
      long sum = 0;
      for (int payer : payers) {
        assertThat(book.get(payer)).isNotNegative();
        sum += book.get(payer);
      }
      assertThat(sum).isEqualTo(now * cpuCount);
      assertThat(book.get(payers[0]) + book.get(payers[1])).isLessThanOrEqualTo(wanted);
    }
  }
}
