package org.tierlab.sim.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.tierlab.api.memory.AddressSpaceView;
import org.tierlab.api.policy.Batching;
import org.tierlab.api.policy.MigrationOutcome;
import org.tierlab.api.policy.MigrationPlan;
import org.tierlab.api.policy.MigrationReport;
import org.tierlab.api.policy.PolicyContext;
import org.tierlab.api.policy.Reason;
import org.tierlab.api.policy.TargetRule;
import org.tierlab.sim.result.RunResult;

/** Policies that move pages once, and what became of them. */
abstract class MovesOfPages {
  final List<MigrationOutcome> outcomes = new ArrayList<>();

  static MigrationPlan plan(Reason reason, Batching batching, TargetRule rule) {
    return new MigrationPlan(reason, batching, rule);
  }

  static MigrationPlan batched() {
    return plan(Reason.PROMOTION, Batching.BATCHED, TargetRule.MIN_WATERMARK);
  }

  static Consumer<PolicyContext> moves(
      Consumer<PolicyContext> fill, MigrationPlan plan, Consumer<MigrationReport> then) {
    return context -> {
      var thread = context.kthread("kmoved");
      thread.after(
          1000,
          () -> {
            fill.accept(context);
            context.migrate(plan, thread, then::accept);
          });
    };
  }

  void note(MigrationReport report) {
    for (int i = 0; i < report.plan().size(); i++) {
      outcomes.add(report.outcome(i));
    }
  }

  static void pages(MigrationPlan plan, AddressSpaceView mm, int from, int to, int target) {
    for (int page = from; page < to; page++) {
      plan.add(mm, page, target);
    }
  }

  static void assertOk(RunResult result) {
    assertThat(result.invariants()).isEqualTo("ok");
    assertThat(result.quarantined()).isEmpty();
    assertThat(result.complete()).isTrue();
  }

  static Map<String, Long> stats(RunResult result, String policy) {
    return result.participants().stream()
        .filter(one -> one.name().equals(policy))
        .findFirst()
        .orElseThrow()
        .stats();
  }
}
