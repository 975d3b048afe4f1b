package org.tierlab.sim.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.tierlab.api.copy.CopyBatch;
import org.tierlab.api.copy.CopyReport;
import org.tierlab.api.hotness.FaultEvidence;
import org.tierlab.api.memory.AddressSpaceView;
import org.tierlab.api.policy.Batching;
import org.tierlab.api.policy.FaultDecision;
import org.tierlab.api.policy.MigrationPlan;
import org.tierlab.api.policy.PolicyContext;
import org.tierlab.api.policy.Reason;
import org.tierlab.api.policy.TargetRule;
import org.tierlab.sim.Lab;
import org.tierlab.sim.result.RunResult;

/**
 * Whoever migrates waits for a copy that others make, a device or workers, and uses no CPU
 * meanwhile: an engine whose folios are done after 2 ms and that takes 100 ns of the initiator.
 */
class CopyWaitTest {
  private static final double COPY_NS = 2e6;
  private static final double INITIATOR_NS = 100;

  private final List<Long> times = new ArrayList<>();

  private static void device(CopyBatch batch, CopyReport report) {
    for (int i = 0; i < batch.folios(); i++) {
      report.done(i, COPY_NS);
    }
    report.chargeInitiator(INITIATOR_NS);
    report.chargeDevice("dma0", COPY_NS);
  }

  private static void instant(CopyBatch batch, CopyReport report) {
    for (int i = 0; i < batch.folios(); i++) {
      report.done(i, INITIATOR_NS);
    }
    report.chargeInitiator(INITIATOR_NS);
  }

  private static MigrationPlan plan(
      PolicyContext context, Batching batching, int pages, int target, Reason reason) {
    MigrationPlan plan = new MigrationPlan(reason, batching, TargetRule.MIN_WATERMARK);
    AddressSpaceView mm = context.addressSpaces().get(0);
    for (int page = 0; page < pages; page++) {
      plan.add(mm, page, target);
    }
    return plan;
  }

  private void promoteThree(PolicyContext context, Batching batching) {
    var thread = context.kthread("kpromoted");
    thread.after(
        0,
        () ->
            context.migrate(
                plan(context, batching, 3, 0, Reason.PROMOTION),
                thread,
                report -> times.add(thread.nowNs())));
  }

  @Test
  void aKernelThreadWaitsForEachSingleFolio() {
    RunResult result =
        new Lab()
            .uniform(Map.of("node", 1, "accesses", 100_000L))
            .engine("device", 512, CopyWaitTest::device)
            .policy("p", context -> promoteThree(context, Batching.ONE_BY_ONE))
            .run();

    assertThat(result.invariants()).isEqualTo("ok");
    // Batch 1500, isolation 400, unmapping 476, flush 1200 from a thread, remapping 600 each.
    double each = 1_500 + 400 + 476 + 1_200 + INITIATOR_NS + 600;
    assertThat(result.total().cpuNs().get("kpromoted")).isEqualTo(3 * each);
    assertThat(times).hasSize(1);
    assertThat((double) times.get(0)).isBetween(3 * COPY_NS, 3 * (COPY_NS + each) + 1);
  }

  @Test
  void aKernelThreadWaitsForABatch() {
    new Lab()
        .engine("device", 512, CopyWaitTest::device)
        .policy("p", context -> promoteThree(context, Batching.BATCHED))
        .run();

    assertThat(times).hasSize(1);
    assertThat((double) times.get(0)).isBetween(COPY_NS, COPY_NS + 10_000);
  }

  private RunResult faulting(boolean waits) {
    return new Lab()
        .source(
            "s",
            context -> {
              context.onHintFault(
                  fault -> {
                    long before = fault.nowNs();
                    fault.consult(new FaultEvidence().tiering(0));
                    times.add(fault.nowNs() - before);
                  });
              context
                  .kthread("s")
                  .after(
                      0,
                      () ->
                          context
                              .pageTable(context.addressSpaces().get(0))
                              .markProtNone(0, 1, new long[] {0b111}));
            })
        .policy("p", context -> context.onHintFault(fault -> 0))
        .engine("e", 512, waits ? CopyWaitTest::device : CopyWaitTest::instant)
        .run();
  }

  @Test
  void aFaultingTaskWaitsWithoutUsingItsCpu() {
    RunResult waiting = faulting(true);
    RunResult instant = faulting(false);

    assertThat(waiting.invariants()).isEqualTo("ok");
    double longer = waiting.runtimeNs() - (double) instant.runtimeNs();
    // 100 ns of each copy are the initiator's own; three pages are fast a little later.
    assertThat(longer).isBetween(3 * (COPY_NS - INITIATOR_NS) - 1_000, 3 * COPY_NS + 200_000);
    assertThat(waiting.total().cpuNs().get("task:migrate"))
        .isEqualTo(instant.total().cpuNs().get("task:migrate"));
    assertThat(times.subList(0, 3)).allMatch(ns -> ns > COPY_NS);
    assertThat(times.subList(3, 6)).allMatch(ns -> ns < 10_000);
  }

  /** In task context, as direct reclaim migrates: from inside a fault of the task. */
  private RunResult inTask(Batching batching) {
    return new Lab()
        .source(
            "s",
            context -> {
              context.onHintFault(fault -> fault.consult(new FaultEvidence()));
              context
                  .kthread("s")
                  .after(
                      0,
                      () ->
                          context
                              .pageTable(context.addressSpaces().get(0))
                              .markProtNone(0, 1, new long[] {1}));
            })
        .engine("device", 512, CopyWaitTest::device)
        .policy(
            "reclaim",
            context ->
                context.onHintFault(
                    fault -> {
                      long before = fault.nowNs();
                      MigrationPlan plan = plan(context, batching, 4, 0, Reason.DEMOTION_DIRECT);
                      assertThat(context.migrate(plan, fault).migrated()).isEqualTo(4);
                      times.add(fault.nowNs() - before);
                      return FaultDecision.STAY;
                    }))
        .run();
  }

  @Test
  void directReclaimWaitsForItsBatch() {
    RunResult result = inTask(Batching.BATCHED);

    assertThat(result.invariants()).isEqualTo("ok");
    assertThat(result.vmstat()).containsEntry("pgdemote_direct", 4L);
    assertThat((double) times.get(0)).isBetween(COPY_NS, COPY_NS + 10_000);
    assertThat((double) result.runtimeNs()).isGreaterThan(20_000 * 125 + COPY_NS);
    assertThat(result.total().cpuNs().get("task:fault")).isLessThan(10_000);
  }

  @Test
  void directReclaimWaitsForEachSingleFolio() {
    RunResult result = inTask(Batching.ONE_BY_ONE);

    assertThat(result.vmstat()).containsEntry("pgdemote_direct", 4L);
    assertThat((double) times.get(0)).isBetween(4 * COPY_NS, 4 * COPY_NS + 20_000);
    assertThat(result.total().cpuNs().get("task:fault")).isLessThan(20_000);
  }
}
