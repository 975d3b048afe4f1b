package org.tierlab.sim.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tierlab.api.memory.AddressSpaceView;
import org.tierlab.api.policy.Batching;
import org.tierlab.api.policy.MigrationOutcome;
import org.tierlab.api.policy.MigrationPlan;
import org.tierlab.api.policy.Reason;
import org.tierlab.api.policy.TargetRule;
import org.tierlab.api.workload.Access;
import org.tierlab.api.workload.Placement;
import org.tierlab.sim.Lab;
import org.tierlab.sim.Machines;
import org.tierlab.sim.result.RunResult;

class MigrationTest extends MovesOfPages {
  private final List<Integer> batches = new ArrayList<>();

  @Test
  void everyFolioHasOneOutcome() {
    MigrationPlan plan = batched();
    RunResult result =
        new Lab()
            .workload(
                "two mappings",
                context -> {
                  var process = context.process("p");
                  process.map("slow", 8 * 4096, 0, Placement.on(1));
                  process.map("later", 4 * 4096, 0, Placement.firstTouch());
                  process.map("fast", 4 * 4096, 0, Placement.on(0));
                  int[] left = {5000};
                  process.task(
                      "t",
                      batch -> {
                        if (left[0]-- > 0) {
                          batch.add(Access.of(0, false, 0));
                        }
                        return batch.to() > 0;
                      });
                })
            .policy(
                "mover",
                moves(
                    context -> {
                      AddressSpaceView mm = context.addressSpaces().get(0);
                      pages(plan, mm, 0, 3, 0);
                      plan.add(mm, 1, 0); // twice in one plan
                      plan.add(mm, 9, 0); // never touched
                      plan.add(mm, 12, 0); // there already
                      plan.add(mm, 4, 0); // the engine fails it
                    },
                    plan,
                    this::note))
            .engine(
                "choosy",
                512,
                (batch, report) -> {
                  for (int i = 0; i < batch.folios(); i++) {
                    if (i == 3) {
                      report.failed(i, 500);
                    } else {
                      report.done(i, 1000 * i);
                    }
                  }
                })
            .run();

    assertOk(result);
    assertThat(outcomes)
        .containsExactly(
            MigrationOutcome.MIGRATED,
            MigrationOutcome.MIGRATED,
            MigrationOutcome.MIGRATED,
            MigrationOutcome.IN_FLIGHT,
            MigrationOutcome.NOT_PRESENT,
            MigrationOutcome.ALREADY_THERE,
            MigrationOutcome.COPY_FAILED);
    // Copied at 0, 1000, 2000 and, failed, 500 ns; remapped in order, 600 ns each: after 600 and
    // 4400 ns.
    Map<String, Long> times = stats(result, "choosy");
    assertThat(times)
        .containsEntry("batches", 1L)
        .containsEntry("copied_bytes", 4 * 4096L)
        .containsEntry("copy_ns", 2000L);
    assertThat(times.get("last_folio_ns") - times.get("first_folio_ns")).isEqualTo(4400 - 600);
    assertThat(times.get("first_folio_ns")).isGreaterThan(600 + 4 * (400 + 476));
    assertThat(result.vmstat())
        .containsEntry("pgmigrate_success", 3L)
        .containsEntry("pgmigrate_fail", 1L) // only the copy was tried
        .containsEntry("pgpromote_success", 3L)
        .containsEntry("numa_pages_migrated", 0L);
    assertThat(stats(result, "mover"))
        .containsEntry("folios.migrated", 3L)
        .containsEntry("folios.in_flight", 1L)
        .containsEntry("folios.not_present", 1L)
        .containsEntry("folios.already_there", 1L)
        .containsEntry("folios.copy_failed", 1L)
        .containsEntry("promoted_pages", 3L);
    assertThat(result.processes().get("0:p")).containsExactly(7L, 5L);
  }

  @ParameterizedTest
  @CsvSource({"511, 0", "512, 0", "513, 0", "1, 0", "512, 9", "513, 9", "1024, 9"})
  void aBatchIsClosedByTheFolioThatReachesItsSize(int batchPages, int order) {
    int folio = 1 << order;
    MigrationPlan plan = batched();
    Lab lab =
        new Lab()
            .uniform(Map.of("pages", 2048L, "node", 1, "order", order, "accesses", 60_000L))
            .policy(
                "mover",
                moves(
                    context -> {
                      for (int page = 0; page < 2048; page += folio) {
                        plan.add(context.addressSpaces().get(0), page, 0);
                      }
                    },
                    plan,
                    this::note))
            .engine(
                "counting",
                batchPages,
                (batch, report) -> {
                  batches.add((int) (batch.totalBytes() / 4096));
                  Lab.steady(batch, report);
                });

    RunResult result = lab.run();

    assertOk(result);
    assertThat(outcomes).hasSize(2048 / folio).containsOnly(MigrationOutcome.MIGRATED);
    int full = (batchPages + folio - 1) / folio * folio;
    for (int i = 0; i < batches.size() - 1; i++) {
      assertThat(batches.get(i)).isEqualTo(full);
    }
    assertThat(batches.stream().mapToInt(size -> size).sum()).isEqualTo(2048);
    assertThat(batches).hasSize((2048 + full - 1) / full);
  }

  /** One task on the mm: each batch is one shootdown with one target, 500 ns of its time. */
  @Test
  void aBatchFlushesOnceForEachAddressSpace() {
    MigrationPlan plan = batched();
    RunResult result =
        new Lab()
            .uniform(Map.of("node", 1, "accesses", 20_000L))
            .policy(
                "mover",
                moves(
                    context -> pages(plan, context.addressSpaces().get(0), 0, 256, 0),
                    plan,
                    this::note))
            .steadyEngine(64)
            .run();

    assertOk(result);
    assertThat(result.total().cpuNs().get("task:ipi")).isEqualTo(4 * 500);
    // 4 batches of 1500, 256 folios of 400 + 476 + 600, 4 shootdowns of 1000 + 200, 1 us a page.
    assertThat(result.total().cpuNs().get("kmoved"))
        .isEqualTo(4 * 1500 + 256 * 1476 + 4 * 1200 + 256 * 1000);
  }

  /** Folio i is copied after (i + 1) × 100 us; the task needs the first and then the last. */
  @Test
  void aTaskWaitsForItsFolioNotForTheBatch() {
    MigrationPlan plan = batched();
    List<Long> times = new ArrayList<>();
    RunResult result =
        new Lab()
            .workload(
                "toucher",
                context -> {
                  var process = context.process("p");
                  process.map("m", 8 * 4096, 0, Placement.on(1));
                  int[] fills = {0};
                  process.task(
                      "t",
                      batch -> {
                        batch.gapUnitNs(1);
                        switch (fills[0]++) {
                          // 10 us of its own, the batch being in flight by then.
                          case 0 -> batch.add(Access.of(0, false, 10_000));
                          case 1 -> batch.add(Access.of(7, false, 0));
                          default -> {}
                        }
                        return batch.to() > 0;
                      });
                })
            .policy(
                "mover",
                context -> {
                  var thread = context.kthread("kmoved");
                  thread.after(
                      1000,
                      () -> {
                        pages(plan, context.addressSpaces().get(0), 0, 8, 0);
                        context.migrate(plan, thread, report -> times.add(thread.nowNs()));
                      });
                })
            .engine(
                "slow",
                512,
                (batch, report) -> {
                  times.add(batch.startNs());
                  for (int i = 0; i < batch.folios(); i++) {
                    report.done(i, (i + 1) * 100_000);
                  }
                })
            .run();

    assertOk(result);
    long start = times.get(0);
    // Isolation, unmapping and flush: 1500 + 8 × 876 + 1200.
    assertThat(start).isEqualTo(1000 + 1500 + 8 * 876 + 1200);
    // The last folio is remapped after 8 × 600, and an access to the fast node takes 125.
    assertThat(result.runtimeNs()).isEqualTo(start + 800_000 + 8 * 600 + 125);
    // It has run for its gap, one access to the slow and one to the fast node.
    assertThat(result.total().cpuNs().get("task:user")).isEqualTo(10_000 + 275 + 125);
    assertThat(result.processes().get("0:p")).containsExactly(8L, 0L);
  }

  @Test
  void aTaskGoesOnWhenTheFirstFolioIsDone() {
    MigrationPlan plan = batched();
    RunResult result =
        new Lab()
            .workload(
                "toucher",
                context -> {
                  var process = context.process("p");
                  process.map("m", 9 * 4096, 0, Placement.on(1));
                  boolean[] done = {false};
                  process.task(
                      "t",
                      batch -> {
                        if (!done[0]) {
                          batch.gapUnitNs(1);
                          batch.add(Access.of(8, false, 20_000));
                          batch.add(Access.of(0, false, 0));
                        }
                        done[0] = true;
                        return batch.to() > 0;
                      });
                })
            .policy(
                "mover",
                moves(
                    context -> pages(plan, context.addressSpaces().get(0), 0, 8, 0),
                    plan,
                    this::note))
            .engine(
                "slow",
                512,
                (batch, report) -> {
                  for (int i = 0; i < batch.folios(); i++) {
                    report.done(i, (i + 1) * 100_000);
                  }
                })
            .run();

    assertOk(result);
    assertThat(result.runtimeNs()).isEqualTo(1000 + 1500 + 8 * 876 + 1200 + 100_000 + 600 + 125);
    // The other seven were on their way when the run ended: still counted at their source.
    assertThat(result.processes().get("0:p")).containsExactly(1L, 8L);
    assertThat(outcomes).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "NUMA_MISPLACED, 0, numa_pages_migrated",
    "PROMOTION, 0, pgpromote_success",
    "DEMOTION_KSWAPD, 1, pgdemote_kswapd",
    "DEMOTION_DIRECT, 1, pgdemote_direct",
    "DAMON, 0, pgmigrate_success"
  })
  void aReasonDecidesTheCounter(Reason reason, int target, String counter) {
    for (Batching batching : Batching.values()) {
      MigrationPlan plan = plan(reason, batching, TargetRule.MIN_WATERMARK);
      RunResult result =
          new Lab()
              .uniform(Map.of("node", 1 - target, "accesses", 20_000L))
              .policy(
                  "mover",
                  moves(
                      context -> pages(plan, context.addressSpaces().get(0), 0, 100, target),
                      plan,
                      this::note))
              .steadyEngine(64)
              .run();

      assertOk(result);
      assertThat(result.vmstat())
          .containsEntry("pgmigrate_success", 100L)
          .containsEntry(counter, 100L);
      for (String other : List.of("numa_pages_migrated", "pgdemote_kswapd", "pgdemote_direct")) {
        if (!other.equals(counter)) {
          assertThat(result.vmstat()).containsEntry(other, 0L);
        }
      }
      assertThat(result.total().promotions()).isEqualTo(target == 0 ? 100 : 0);
      assertThat(result.total().demotions()).isEqualTo(target == 1 ? 100 : 0);
    }
  }

  /**
   * 128 fast pages among 256: of 128 KiB the fast half has 16 pages as min, gap max(4, 0) = 4, high
   * 24. So 104 pages fit above high and 112 above min.
   */
  @ParameterizedTest
  @CsvSource({
    "MIN_WATERMARK, 112, false",
    "HIGH_WATERMARK, 104, false",
    "HIGH_WATERMARK_WAKE_KSWAPD, 104, true"
  })
  void aFullTargetRefusesAndPerhapsWakesKswapd(TargetRule rule, int fits, boolean wakes) {
    MigrationPlan plan = plan(Reason.PROMOTION, Batching.BATCHED, rule);
    List<Integer> woken = new ArrayList<>();
    RunResult result =
        new Lab()
            .machine(Machines.twoNodes(128, 128, 1))
            .uniform(Map.of("pages", 120L, "node", 1, "accesses", 20_000L))
            .policy(
                "mover",
                moves(
                    context -> pages(plan, context.addressSpaces().get(0), 0, 120, 0),
                    plan,
                    this::note))
            .policy("kswapd", context -> context.onPressure((node, task) -> woken.add(node)))
            .steadyEngine(1000)
            .run();

    assertOk(result);
    assertThat(outcomes.subList(0, fits)).containsOnly(MigrationOutcome.MIGRATED);
    assertThat(outcomes.subList(fits, 120)).containsOnly(MigrationOutcome.TARGET_FULL);
    assertThat(woken).hasSize(wakes ? 120 - fits : 0);
    assertThat(woken).allMatch(node -> node == 0);
  }

  @Test
  void withoutEngineNothingMoves() {
    MigrationPlan plan = batched();
    RunResult result =
        new Lab()
            .policy(
                "mover",
                moves(
                    context -> pages(plan, context.addressSpaces().get(0), 0, 9, 0),
                    plan,
                    this::note))
            .run();

    assertOk(result);
    assertThat(outcomes).hasSize(9).containsOnly(MigrationOutcome.CANCELLED);
  }
}
