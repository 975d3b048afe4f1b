package org.tierlab.sim.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.tierlab.api.memory.AddressSpaceView;
import org.tierlab.api.policy.Batching;
import org.tierlab.api.policy.BoundContext;
import org.tierlab.api.policy.MigrationPlan;
import org.tierlab.api.policy.PolicyContext;
import org.tierlab.api.policy.Reason;
import org.tierlab.api.policy.TargetRule;
import org.tierlab.api.workload.Access;
import org.tierlab.api.workload.AccessBatch;
import org.tierlab.api.workload.Placement;
import org.tierlab.api.workload.Workload;
import org.tierlab.sim.Lab;
import org.tierlab.sim.Machines;
import org.tierlab.sim.experiment.ScriptedChange;
import org.tierlab.sim.experiment.ScriptedChange.AtTime;
import org.tierlab.sim.result.RunResult;

class BoundContextTest {
  private static final int PAGES = 4;

  private final Lab lab = new Lab().machine(Machines.twoNodes(PAGES, PAGES, 1));
  private final MigrationPlan plan =
      new MigrationPlan(Reason.PROMOTION, Batching.BATCHED, TargetRule.HIGH_WATERMARK);

  /** Accesses pages 0 to 7 in turn, a thousand times; both nodes are full. */
  private Lab full() {
    return lab.workload(
        "full",
        context -> {
          var process = context.process("app");
          process.map("fast", PAGES * 4096L, 0, Placement.on(0));
          process.map("slow", PAGES * 4096L, 0, Placement.on(1));
          int[] made = {0};
          process.task(
              "task",
              batch -> {
                int before = made[0];
                while (made[0] < 8_000 && batch.room() > 0) {
                  batch.add(Access.of(made[0]++ % (2 * PAGES), false, 0));
                }
                return made[0] > before;
              });
        });
  }

  private static AddressSpaceView mm(PolicyContext context) {
    return context.addressSpaces().get(0);
  }

  private void exchange(PolicyContext context, long one, long other) {
    plan.clear();
    plan.add(mm(context), one, mm(context).pageTable().nodeOf(other));
    plan.add(mm(context), other, mm(context).pageTable().nodeOf(one));
    assertThat(context.bound().place(plan)).isTrue();
  }

  @Test
  void everyAccessIsSeenWithTheNodeThatServedIt() {
    List<Integer> nodes = new ArrayList<>();
    List<Long> pages = new ArrayList<>();
    RunResult result =
        full()
            .bound(
                "watcher",
                context ->
                    context
                        .bound()
                        .onAccess(
                            (task, page, node) -> {
                              pages.add(page);
                              nodes.add(node);
                            }))
            .run();

    assertThat(pages).hasSize(8_000).startsWith(0L, 1L, 2L, 3L, 4L, 5L, 6L, 7L, 0L);
    assertThat(nodes).startsWith(0, 0, 0, 0, 1, 1, 1, 1, 0);
    assertThat(result.runtimeNs()).isEqualTo(4_000 * 125 + 4_000 * 275);
    assertThat(result.bounds().unattainable()).containsExactly("watcher");
  }

  @Test
  void watchingCostsNoSimulatedTime() {
    RunResult seen =
        full()
            .bound("watcher", context -> context.bound().onAccess((task, page, node) -> {}))
            .run();
    RunResult unseen = new BoundContextTest().full().bound("watcher", context -> {}).run();

    assertThat(seen.hash()).isEqualTo(unseen.hash());
  }

  @Test
  void pagesAreExchangedBetweenFullNodesAtNoCost() {
    RunResult result =
        full()
            .bound(
                "swapper",
                context ->
                    context
                        .bound()
                        .onAccess(
                            (task, page, node) -> {
                              // The next page is always made fast before it is accessed.
                              long next = (page + 1) % (2 * PAGES);
                              if (mm(context).pageTable().nodeOf(next) == 1) {
                                exchange(context, next, page);
                              }
                            }))
            .run();

    assertThat(result.invariants()).isEqualTo("ok");
    assertThat(result.runtimeNs()).isEqualTo(8_000 * 125);
    // All but one find their page on the slow node, where the access before has put it.
    assertThat(result.total().promotions()).isEqualTo(result.total().demotions()).isPositive();
    assertThat(result.vmstat()).containsEntry("pgmigrate_success", 0L);
    assertThat(result.vmstat()).containsEntry("pgpromote_success", 0L);
  }

  @Test
  void aBoundThatLeavesSeesNothingMore() {
    int[] seen = {0};
    RunResult result =
        full()
            .bound(
                "watcher",
                context -> {
                  assertThat(context.bound().foresight()).isNotNull();
                  context.bound().onAccess((task, page, node) -> seen[0]++);
                })
            .change(new ScriptedChange(new AtTime(1_000_000), null, List.of(), null))
            .run();

    // It leaves after 1 ms of 1.6 ms.
    assertThat(seen[0]).isBetween(4_900, 5_100);
    assertThat(result.total().accesses()).isEqualTo(8_000);
    assertThat(lab.released).filteredOn(Workload.class::isInstance).hasSize(2);
    assertThat(result.bounds().unattainable()).containsExactly("watcher");
  }

  @Test
  void aPlanThatDoesNotFitMovesNothing() {
    List<Boolean> fitted = new ArrayList<>();
    full()
        .bound(
            "greedy",
            context -> {
              plan.add(mm(context), 4, 0);
              fitted.add(context.bound().place(plan));
              plan.add(mm(context), 0, 1);
              fitted.add(context.bound().place(plan));
              assertThat(mm(context).pageTable().nodeOf(4)).isZero();
            })
        .run();

    assertThat(fitted).containsExactly(false, true);
  }

  @Test
  void aPolicyThatIsNoBoundIsQuarantinedForAsking() {
    RunResult result = full().policy("cheat", PolicyContext::bound).run();

    assertThat(result.quarantined()).hasSize(1);
    assertThat(result.quarantined().get(0).why()).contains("only a bound may use");
    assertThat(result.bounds().unattainable()).isEmpty();
  }

  @Test
  void firstTouchesGoWhereABoundWantsThem() {
    lab.workload(
        "new",
        context -> {
          var process = context.process("app");
          process.map("heap", PAGES * 4096L, 0, Placement.firstTouch());
          long[] pages = {0, 1, 2, 3};
          boolean[] done = {false};
          process.task(
              "task",
              batch -> {
                if (!done[0]) {
                  for (long page : pages) {
                    batch.add(Access.of(page, true, 0));
                  }
                  done[0] = true;
                  return true;
                }
                return false;
              });
        });
    RunResult result =
        lab.bound(
                "planner",
                context -> {
                  context.bound().allocateOn(1);
                  plan.add(mm(context), 2, 0);
                  context.bound().place(plan);
                })
            .run();

    assertThat(result.processes().get("0:app")).containsExactly(1L, 3L);
  }

  @Test
  void foresightGivesTheAccessesOfTheRun() {
    List<Long> ahead = new ArrayList<>();
    List<Long> made = new ArrayList<>();
    full()
        .bound(
            "seer",
            context -> {
              BoundContext bound = context.bound();
              AccessBatch batch = new AccessBatch(100);
              var task = context.tasks().get(0);
              assertThat(bound.foresight().accesses(task).fill(batch)).isTrue();
              for (int i = batch.from(); i < batch.to(); i++) {
                ahead.add(Access.page(batch.accesses()[i]));
              }
              bound.onAccess(
                  (by, page, node) -> {
                    if (made.size() < 100) {
                      assertThat(ahead.get(made.size())).isEqualTo(page);
                      made.add(page);
                    }
                    assertThat(bound.foresight().made(by)).isPositive();
                  });
            })
        .run();

    assertThat(made).hasSize(100).isEqualTo(ahead);
    assertThat(lab.released).filteredOn(Workload.class::isInstance).hasSize(2);
  }
}
