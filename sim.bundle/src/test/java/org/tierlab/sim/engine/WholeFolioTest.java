package org.tierlab.sim.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tierlab.api.hotness.FaultEvidence;
import org.tierlab.api.memory.AddressSpaceView;
import org.tierlab.api.policy.Batching;
import org.tierlab.api.policy.MigrationPlan;
import org.tierlab.api.policy.Reason;
import org.tierlab.api.policy.TargetRule;
import org.tierlab.sim.Lab;
import org.tierlab.sim.result.RunResult;

/** Folios of 4 KiB, 64 KiB and 2 MiB move whole, or fail whole, on every path. */
class WholeFolioTest {
  private static final int FOLIOS = 4;

  private static Lab lab(int order) {
    return new Lab()
        .uniform(
            Map.of("node", 1, "accesses", 40_000L, "order", order, "pages", (long) FOLIOS << order))
        .engine(
            "odd ones fail",
            1 << 10,
            (batch, report) -> {
              for (int i = 0; i < batch.folios(); i++) {
                if (batch.folios() > 1 && i % 2 == 1) {
                  report.failed(i, 1000);
                } else {
                  report.done(i, 1000);
                }
              }
            });
  }

  private static void assertResident(RunResult result, int order, long fastFolios) {
    assertThat(result.invariants()).isEqualTo("ok");
    assertThat(result.processes().get("0:uniform"))
        .isEqualTo(List.of(fastFolios << order, (FOLIOS - fastFolios) << order));
    assertThat(result.vmstat()).containsEntry("pgmigrate_success", fastFolios << order);
  }

  @ParameterizedTest
  @CsvSource({"0, BATCHED", "4, BATCHED", "9, BATCHED"})
  void ofABatchEveryOtherFolioMoves(int order, Batching batching) {
    MigrationPlan plan = new MigrationPlan(Reason.DAMON, batching, TargetRule.MIN_WATERMARK);
    RunResult result =
        lab(order)
            .policy(
                "p",
                context -> {
                  var thread = context.kthread("k");
                  thread.after(
                      100_000,
                      () -> {
                        AddressSpaceView mm = context.addressSpaces().get(0);
                        for (int folio = 0; folio < FOLIOS; folio++) {
                          // Any page stands for its folio; this is the last one.
                          plan.add(mm, ((folio + 1L) << order) - 1, 0);
                        }
                        context.migrate(plan, thread, report -> {});
                      });
                })
            .run();
    assertResident(result, order, 2);
  }

  @ParameterizedTest
  @CsvSource({"0", "4", "9"})
  void aHintFaultMovesItsFolioAlone(int order) {
    RunResult result =
        lab(order)
            .source(
                "s",
                context -> {
                  context
                      .kthread("mark")
                      .after(
                          100_000,
                          () -> {
                            AddressSpaceView mm = context.addressSpaces().get(0);
                            context.pageTable(mm).markProtNone(0, 1, new long[] {1});
                          });
                  context.onHintFault(fault -> fault.consult(new FaultEvidence().tiering(1)));
                })
            .policy("p", context -> context.onHintFault(fault -> 0))
            .run();
    assertResident(result, order, 1);
  }
}
