package org.tierlab.sim.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.tierlab.api.memory.AddressSpaceView;
import org.tierlab.api.memory.Vma;
import org.tierlab.api.policy.Batching;
import org.tierlab.api.policy.MigrationOutcome;
import org.tierlab.api.policy.MigrationPlan;
import org.tierlab.api.policy.Reason;
import org.tierlab.api.policy.TargetRule;
import org.tierlab.api.workload.Access;
import org.tierlab.api.workload.Placement;
import org.tierlab.sim.Lab;

/** The kernel promotes no dirty folio of a file; reclaim and DAMON move it. */
class DirtyFileTest {
  private final List<MigrationOutcome> outcomes = new ArrayList<>();

  /** Page 0 of a file is dirty, page 1 is clean; page 2 is dirty and anonymous. */
  private void move(Reason reason, Batching batching) {
    MigrationPlan plan = new MigrationPlan(reason, batching, TargetRule.MIN_WATERMARK);
    new Lab()
        .steadyEngine(16)
        .workload(
            "w",
            context -> {
              var process = context.process("p");
              process.map("file", 1L << 30, 2 * 4096, 0, Vma.Kind.FILE, Placement.on(1));
              process.map("heap", 4096, 0, Placement.on(1));
              int[] made = {0};
              process.task(
                  "t",
                  batch -> {
                    int page = made[0] % 3;
                    if (made[0]++ < 20_000) {
                      batch.add(Access.of(page, page != 1, 0));
                    }
                    return batch.to() > 0;
                  });
            })
        .policy(
            "p",
            context -> {
              var thread = context.kthread("k");
              thread.after(
                  100_000,
                  () -> {
                    AddressSpaceView mm = context.addressSpaces().get(0);
                    for (int page = 0; page < 3; page++) {
                      plan.add(mm, page, 0);
                    }
                    context.migrate(
                        plan,
                        thread,
                        report -> {
                          for (int i = 0; i < 3; i++) {
                            outcomes.add(report.outcome(i));
                          }
                        });
                  });
            })
        .run();
  }

  @ParameterizedTest
  @EnumSource(Batching.class)
  void promotionLeavesADirtyFolioOfAFileAlone(Batching batching) {
    move(Reason.PROMOTION, batching);
    assertThat(outcomes)
        .containsExactly(
            MigrationOutcome.NOT_MIGRATABLE, MigrationOutcome.MIGRATED, MigrationOutcome.MIGRATED);
  }

  @Test
  void demotionAndDamonMoveIt() {
    move(Reason.DAMON, Batching.BATCHED);
    move(Reason.DEMOTION_KSWAPD, Batching.BATCHED);
    assertThat(outcomes).hasSize(6).containsOnly(MigrationOutcome.MIGRATED);
  }
}
