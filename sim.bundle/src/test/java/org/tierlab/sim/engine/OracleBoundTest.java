package org.tierlab.sim.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.tierlab.api.policy.Batching;
import org.tierlab.api.policy.MigrationPlan;
import org.tierlab.api.policy.Reason;
import org.tierlab.api.policy.TargetRule;
import org.tierlab.api.workload.Access;
import org.tierlab.api.workload.AccessGenerator;
import org.tierlab.api.workload.AddressSpaceBuilder;
import org.tierlab.api.workload.Placement;
import org.tierlab.sim.Lab;
import org.tierlab.sim.Machines;
import org.tierlab.sim.result.OracleBound;
import org.tierlab.sim.result.RunResult;

/**
 * Hand-worked bounds. An access costs 125 ns on the fast node, 275 ns on the slow one; the fast
 * node holds 64 pages.
 */
class OracleBoundTest {
  private static final int FAST = 64;
  private static final long EPOCH = 20_000;

  private final Lab lab = new Lab().machine(Machines.twoNodes(FAST, 4096, 2)).oracle(EPOCH);

  /** Rounds over some pages, so many accesses in all, with a gap before each. */
  private static AccessGenerator rounds(long first, int pages, long accesses, int gapNs) {
    long[] made = {0};
    return batch -> {
      long before = made[0];
      while (made[0] < accesses && batch.room() > 0) {
        batch.add(Access.of(first + made[0]++ % pages, false, gapNs));
      }
      return made[0] > before;
    };
  }

  private Lab process(Consumer<AddressSpaceBuilder> build) {
    return lab.workload("given", context -> build.accept(context.process("app")));
  }

  private static double bound(RunResult result) {
    OracleBound oracle = Objects.requireNonNull(result.bounds().oracle(), result.bounds().whyNot());
    assertThat(result.invariants()).isEqualTo("ok");
    return oracle.runtimeNs();
  }

  @Test
  void theBestPlacementReachesIt() {
    // 64 hot pages on the fast node, 64 cold ones on the slow one, 9 accesses to 1.
    RunResult result =
        process(
                process -> {
                  process.map("hot", FAST * 4096L, 0, Placement.on(0));
                  process.map("cold", FAST * 4096L, 0, Placement.on(1));
                  process.task("task", hotAndCold());
                })
            .run();

    assertThat(result.runtimeNs()).isEqualTo(90_000 * 125 + 10_000 * 275);
    assertThat(bound(result)).isEqualTo((double) result.runtimeNs());
    assertThat(result.bounds().oracle().epochs()).isEqualTo(5);
    assertThat(result.total().allFastNs()).isLessThan(bound(result));
  }

  private static AccessGenerator hotAndCold() {
    int[] made = {0};
    return batch -> {
      int before = made[0];
      while (made[0] < 100_000 && batch.room() > 0) {
        int i = made[0]++;
        batch.add(Access.of(i % 10 == 9 ? FAST + i / 10 % FAST : i % FAST, false, 0));
      }
      return made[0] > before;
    };
  }

  @Test
  void aPageTooManyIsServedByTheSlowNode() {
    // 65 pages in turn: one of them is slow whatever is done, 1,000 accesses of 65,000.
    RunResult result =
        process(
                process -> {
                  process.map("heap", FAST * 4096L, 0, Placement.on(0));
                  process.map("more", 4096L, 0, Placement.on(1));
                  process.task("task", rounds(0, FAST + 1, 65_000, 10));
                })
            .run();

    // Each of the three whole epochs and the rest have one page with the fewest accesses.
    assertThat(result.runtimeNs()).isEqualTo(65_000 * 135 + 1_000 * 150);
    assertThat(bound(result))
        .isBetween(result.runtimeNs() - 4 * 150.0, (double) result.runtimeNs());
  }

  @Test
  void whatComesDuringAnEpochMayServeBesides() {
    // A page that is promoted in the only epoch: 65 pages may have been fast.
    RunResult result =
        process(
                process -> {
                  process.map("heap", 32 * 4096L, 0, Placement.on(0));
                  process.map("more", 33 * 4096L, 0, Placement.on(1));
                  process.task("task", rounds(0, 65, 6_500, 0));
                })
            .steadyEngine(512)
            .policy(
                "promoter",
                context -> {
                  var thread = context.kthread("kpromoter");
                  MigrationPlan plan =
                      new MigrationPlan(
                          Reason.PROMOTION, Batching.BATCHED, TargetRule.MIN_WATERMARK);
                  plan.add(context.addressSpaces().get(0), 40, 0);
                  thread.after(100_000, () -> context.migrate(plan, thread, report -> {}));
                })
            .run();

    assertThat(result.total().promotions()).isEqualTo(1);
    assertThat(bound(result)).isEqualTo(6_500 * 125);
  }

  @Test
  void tasksThatShareCpusAreBoundByTheSumOfTheirWork() {
    // Four tasks of 64 pages each on two CPUs and 64 fast pages: a quarter of the accesses is fast.
    RunResult result =
        process(
                process -> {
                  process.map("heap", 4 * FAST * 4096L, 0, Placement.on(1));
                  for (int task = 0; task < 4; task++) {
                    process.task("task" + task, rounds((long) task * FAST, FAST, 64_000, 0));
                  }
                })
            .run();

    double work = 64_000 * 125.0 + 3 * 64_000 * 275.0;
    assertThat(bound(result)).isEqualTo(work / 2 - 1e6, org.assertj.core.data.Offset.offset(2e5));
    assertThat((double) result.runtimeNs()).isGreaterThanOrEqualTo(bound(result));
  }

  @Test
  void oneLongTaskIsABoundByItself() {
    RunResult result =
        process(
                process -> {
                  process.map("heap", 2 * FAST * 4096L, 0, Placement.on(1));
                  process.task("long", rounds(0, FAST, 100_000, 0));
                  process.task("short", rounds(FAST, FAST, 1_000, 0));
                })
            .run();

    assertThat(bound(result)).isEqualTo(100_000 * 125);
  }

  @Test
  void missesInParallelShortenIt() {
    RunResult result =
        process(
                process -> {
                  process.map("heap", FAST * 4096L, 0, Placement.on(0));
                  process.task("task", rounds(0, FAST, 10_000, 0)).overlappingMisses(4);
                })
            .run();

    assertThat(result.runtimeNs()).isEqualTo(10_000 * 31_250 / 1000);
    assertThat(bound(result)).isEqualTo((double) result.runtimeNs());
  }

  @Test
  void largeFoliosAreFastOrSlowAsAWhole() {
    // Two folios of 64 pages, one fits; every access of the other is slow.
    RunResult result =
        process(
                process -> {
                  process.map("hot", FAST * 4096L, 6, Placement.on(0));
                  process.map("cold", FAST * 4096L, 6, Placement.on(1));
                  process.task("task", hotAndCold());
                })
            .run();

    assertThat(bound(result)).isEqualTo((double) result.runtimeNs());
  }

  @Test
  void noBoundWithoutTheSameAccesses() {
    int[] built = {0};
    RunResult result =
        lab.workload(
                "fickle",
                context -> {
                  AddressSpaceBuilder process = context.process("app");
                  process.map("heap", FAST * 4096L, 0, Placement.on(0));
                  process.task("task", rounds(0, FAST, 10_000 - built[0]++, 0));
                })
            .run();

    assertThat(result.complete()).isTrue();
    assertThat(result.bounds().oracle()).isNull();
    assertThat(result.bounds().whyNot())
        .isEqualTo("task 'task' makes other accesses when the workload is built again");
  }

  @Test
  void noBoundIfNotAskedFor() {
    RunResult result = new Lab().run();

    assertThat(result.bounds().oracle()).isNull();
    assertThat(result.bounds().unattainable()).isEqualTo(List.of());
  }
}
