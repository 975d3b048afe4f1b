package org.tierlab.sim.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.tierlab.api.policy.Batching;
import org.tierlab.api.policy.MigrationPlan;
import org.tierlab.api.policy.Reason;
import org.tierlab.api.policy.TargetRule;
import org.tierlab.sim.Lab;

class PressureTest {
  private final List<Integer> told = new ArrayList<>();

  @Test
  void firstTouchesBelowTheMarkAreReported() {
    new Lab()
        .uniform(Map.of("pages", 100L, "node", -1, "accesses", 10_000L))
        .policy(
            "p",
            context -> {
              context.onPressure((node, task) -> told.add(node));
              context.pressureBelow(0, context.machine().node(0).freePages() - 89);
            })
        .policy("deaf", context -> context.onPressure((node, task) -> told.add(99)))
        .run();

    // The 90th page leaves one less than the mark, and ten more come after it.
    assertThat(told).hasSize(11).containsOnly(0);
  }

  @Test
  void migrationsToTheNodeAreReportedToo() {
    new Lab()
        .uniform(Map.of("node", 1))
        .policy(
            "p",
            context -> {
              context.onPressure((node, task) -> told.add(node));
              context.pressureBelow(0, context.machine().node(0).freePages() - 1);
              for (int page = 0; page < 3; page++) {
                long moved = page;
                var thread = context.kthread("k" + page);
                thread.after(
                    page * 100_000L,
                    () -> {
                      MigrationPlan plan =
                          new MigrationPlan(
                              Reason.PROMOTION, Batching.BATCHED, TargetRule.HIGH_WATERMARK);
                      plan.add(context.addressSpaces().get(0), moved, 0);
                      context.migrate(plan, thread, report -> {});
                    });
              }
            })
        .steadyEngine(512)
        .run();

    assertThat(told).containsExactly(0, 0);
  }
}
