package org.tierlab.sim.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.tierlab.api.hotness.FaultEvidence;
import org.tierlab.api.hotness.FaultOutcome;
import org.tierlab.api.hotness.SourceContext;
import org.tierlab.api.policy.FaultDecision;
import org.tierlab.sim.Lab;
import org.tierlab.sim.experiment.PluginSetting;
import org.tierlab.sim.experiment.ScriptedChange;
import org.tierlab.sim.result.RunResult;

class HintFaultTest {
  private static final FaultEvidence TIERING = new FaultEvidence().tiering(1000);

  private final List<String> log = new ArrayList<>();

  private static int mark(SourceContext context, long mask) {
    return context.pageTable(context.addressSpaces().get(0)).markProtNone(0, 1, new long[] {mask});
  }

  /** Marks the pages of a mask at the start and writes down its faults. */
  private Consumer<SourceContext> marks(String name, long mask) {
    return context -> {
      context.onHintFault(
          fault -> log.add(name + ":" + fault.page() + ":" + fault.consult(TIERING)));
      context.kthread(name).after(0, () -> mark(context, mask));
    };
  }

  private static void assertOk(RunResult result) {
    assertThat(result.invariants()).isEqualTo("ok");
    assertThat(result.quarantined()).isEmpty();
  }

  @Test
  void eachSourceGetsItsOwnFaultsAndOnePageIsOneFault() {
    RunResult result =
        new Lab().source("a", marks("a", 0b011)).source("b", marks("b", 0b110)).run();

    assertOk(result);
    assertThat(log)
        .containsExactlyInAnyOrder(
            "a:0:NO_POLICY", "a:1:NO_POLICY", "b:1:NO_POLICY", "b:2:NO_POLICY");
    assertThat(log.indexOf("b:1:NO_POLICY")).isEqualTo(log.indexOf("a:1:NO_POLICY") + 1);
    assertThat(result.vmstat()).containsEntry("pgfault", 3L);
    assertThat(result.total().cpuNs()).containsEntry("task:fault", 3 * 1000.0);
    assertThat(result.participants().get(0).stats()).containsEntry("events", 2L);
  }

  @Test
  void aDepartingSourceTakesItsMarksAlong() {
    Lab lab = new Lab();
    for (String name : List.of("a", "b")) {
      lab.source(
          name,
          context -> {
            context.onHintFault(fault -> log.add(name + fault.page()));
            // Marked 1 us before the other leaves, so that some marks are left then.
            context.kthread(name).after(999_000, () -> mark(context, -1L));
          });
    }
    RunResult result =
        lab.change(
                new ScriptedChange(
                    new ScriptedChange.AtTime(1_000_000),
                    List.of(PluginSetting.of("b")),
                    null,
                    null))
            .run();

    assertOk(result);
    long byA = log.stream().filter(line -> line.startsWith("a")).count();
    long byB = log.stream().filter(line -> line.startsWith("b")).count();
    assertThat(byA).isLessThan(64);
    assertThat(byB).isEqualTo(64);
    assertThat(result.vmstat()).containsEntry("pgfault", 64L);
  }

  @Test
  void theTaskPaysForFaultAndMigration() {
    RunResult result =
        new Lab()
            .source("s", marks("s", 1))
            .policy("p", context -> context.onHintFault(fault -> 0))
            .steadyEngine(512)
            .run();

    assertOk(result);
    assertThat(log).containsExactly("s:0:MIGRATED");
    assertThat(result.total().cpuNs()).containsEntry("task:fault", 1000.0);
    // Batch 1500, isolation 400, unmapping 476, local flush 200, copy 1000, remap 600.
    assertThat(result.total().cpuNs()).containsEntry("task:migrate", 4176.0);
    assertThat(result.vmstat())
        .containsEntry("numa_pages_migrated", 1L)
        .containsEntry("pgpromote_success", 1L);
  }

  @Test
  void withoutTieringAMigrationIsNoPromotion() {
    RunResult result =
        new Lab()
            .source(
                "s",
                context -> {
                  context.onHintFault(fault -> fault.consult(new FaultEvidence()));
                  context.kthread("s").after(0, () -> mark(context, 1));
                })
            .policy("p", context -> context.onHintFault(fault -> 0))
            .steadyEngine(512)
            .run();

    assertThat(result.vmstat())
        .containsEntry("numa_pages_migrated", 1L)
        .containsEntry("pgpromote_success", 0L);
  }

  @Test
  void policiesAreAskedInOrderUntilOneMovesAndAllAreTold() {
    RunResult result =
        new Lab()
            .source("s", marks("s", 1))
            .policy(
                "stay",
                context -> {
                  context.onHintFault(
                      fault -> {
                        log.add("stay asked");
                        return FaultDecision.STAY;
                      });
                  context.onFaultDecided(
                      (fault, outcome) -> log.add("stay told " + fault.residentNode()));
                })
            .policy(
                "move",
                context ->
                    context.onHintFault(
                        fault -> {
                          log.add("move asked");
                          return 0;
                        }))
            .policy(
                "last",
                context -> {
                  context.onHintFault(
                      fault -> {
                        log.add("last asked");
                        return 0;
                      });
                  context.onFaultDecided((fault, outcome) -> log.add("last told " + outcome));
                })
            .steadyEngine(512)
            .run();

    assertOk(result);
    assertThat(log)
        .containsExactly(
            "stay asked", "move asked", "stay told 0", "last told MIGRATED", "s:0:MIGRATED");
  }

  @Test
  void theNodeWhereTheFolioIsCountsAsStaying() {
    new Lab()
        .source("s", marks("s", 1))
        .policy("p", context -> context.onHintFault(fault -> fault.residentNode()))
        .steadyEngine(512)
        .run();

    assertThat(log).containsExactly("s:0:" + FaultOutcome.STAYED);
  }

  @Test
  void aFailedMigrationIsReportedAsSuch() {
    RunResult result =
        new Lab()
            .source("s", marks("s", 1))
            .policy("p", context -> context.onHintFault(fault -> 0))
            .engine("e", 1, (batch, report) -> report.failed(0, 10))
            .run();

    assertOk(result);
    assertThat(log).containsExactly("s:0:FAILED");
    assertThat(result.processes().get("0:uniform")).containsExactly(0L, 256L);
  }

  @Test
  void aPolicyThatSendsAPageNowhereIsQuarantined() {
    for (int nonsense : new int[] {-2, 2}) {
      log.clear();
      RunResult result =
          new Lab()
              .source("s", marks("s", 0b11))
              .policy("mad", context -> context.onHintFault(fault -> nonsense))
              .steadyEngine(512)
              .run();

      assertThat(result.invariants()).isEqualTo("ok");
      assertThat(result.quarantined())
          .singleElement()
          .satisfies(one -> assertThat(one.why()).isEqualTo("sent a page to node " + nonsense));
      assertThat(log).hasSize(2);
    }
  }

  @Test
  void aMigrationBySomebodyElseLosesTheMarkWhichCanBePlantedAgain() {
    List<Integer> changed = new ArrayList<>();
    RunResult result =
        new Lab()
            .workload(
                "elsewhere",
                context -> {
                  var process = context.process("p");
                  process.map("m", 64 * 4096, 0, org.tierlab.api.workload.Placement.on(1));
                  int[] left = {3000};
                  process.task(
                      "t",
                      batch -> {
                        // Page 0 is not touched until the end.
                        if (left[0]-- > 0) {
                          batch.add(
                              org.tierlab.api.workload.Access.of(
                                  left[0] == 0 ? 0 : 63, false, 100));
                        }
                        return batch.to() > 0;
                      });
                })
            .source(
                "s",
                context -> {
                  context.onHintFault(fault -> log.add("fault on " + fault.page()));
                  var thread = context.kthread("s");
                  thread.after(
                      0,
                      () -> {
                        changed.add(mark(context, 1));
                        changed.add(mark(context, 1));
                        thread.after(
                            200_000,
                            () -> {
                              long[] plane = new long[1];
                              var table = context.pageTable(context.addressSpaces().get(0));
                              table.protNone(0, 1, plane);
                              log.add("marked " + plane[0]);
                              changed.add(mark(context, 1));
                            });
                      });
                })
            .policy(
                "mover",
                context -> {
                  var thread = context.kthread("mover");
                  thread.after(
                      50_000,
                      () -> {
                        var plan =
                            new org.tierlab.api.policy.MigrationPlan(
                                org.tierlab.api.policy.Reason.PROMOTION,
                                org.tierlab.api.policy.Batching.BATCHED,
                                org.tierlab.api.policy.TargetRule.MIN_WATERMARK);
                        plan.add(context.addressSpaces().get(0), 0, 0);
                        context.migrate(plan, thread, report -> {});
                      });
                })
            .steadyEngine(512)
            .run();

    assertOk(result);
    assertThat(changed).containsExactly(1, 0, 1);
    assertThat(log).containsExactly("marked 0", "fault on 0");
  }
}
