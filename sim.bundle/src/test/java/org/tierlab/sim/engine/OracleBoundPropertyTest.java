package org.tierlab.sim.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.tierlab.api.knob.KnobSet;
import org.tierlab.api.memory.AddressSpaceView;
import org.tierlab.api.memory.Vma;
import org.tierlab.api.policy.Batching;
import org.tierlab.api.policy.MigrationPlan;
import org.tierlab.api.policy.PolicyContext;
import org.tierlab.api.policy.Reason;
import org.tierlab.api.policy.TargetRule;
import org.tierlab.api.time.RandomStream;
import org.tierlab.api.workload.Access;
import org.tierlab.api.workload.AddressSpaceBuilder;
import org.tierlab.api.workload.Placement;
import org.tierlab.api.workload.WorkloadContext;
import org.tierlab.sim.Lab;
import org.tierlab.sim.experiment.CostModel;
import org.tierlab.sim.experiment.MachineSpec;
import org.tierlab.sim.experiment.NodeSpec;
import org.tierlab.sim.experiment.NodeSpec.Kind;
import org.tierlab.sim.result.OracleBound;
import org.tierlab.sim.result.RunResult;

/**
 * No run is below its bound, whatever moves its pages: on machines where migration, faults and
 * flushes cost nothing, so that nothing but the bound stands in the way.
 */
class OracleBoundPropertyTest {
  /** What moves pages. */
  enum Mover {
    /** Nobody. */
    NOBODY,
    /** A kernel thread that sends folios to random nodes every 20 us. */
    RANDOM,
    /** A bound that makes every page fast just before it is accessed, as far as it can guess. */
    PROPHET
  }

  /** A random workload on a random machine. */
  record Situation(
      int fastPages,
      boolean farTier,
      int cpus,
      int tasks,
      int pages,
      int order,
      int hotShare,
      int gapNs,
      int overlappingMisses,
      int node,
      int epoch) {}

  @Provide
  Arbitrary<Situation> situations() {
    Arbitrary<Integer> small = Arbitraries.integers().between(0, 3);
    return net.jqwik.api.Combinators.combine(
            Arbitraries.integers().between(8, 200),
            Arbitraries.integers().between(1, 4),
            Arbitraries.integers().between(1, 5),
            Arbitraries.integers().between(4, 150),
            small,
            Arbitraries.integers().between(0, 90),
            small,
            Arbitraries.integers().between(500, 20_000))
        .as(
            (fast, cpus, tasks, pages, order, hot, misc, epoch) ->
                new Situation(
                    fast,
                    misc == 3,
                    cpus,
                    tasks,
                    pages,
                    order,
                    hot,
                    misc * 50,
                    1 + misc,
                    misc % 2 == 0 ? Placement.FIRST_TOUCH : 1,
                    epoch));
  }

  private static MachineSpec machine(Situation s) {
    Map<String, Object> free = new java.util.HashMap<>();
    for (String cost :
        List.of(
            "minor_fault_ns",
            "hint_fault_ns",
            "flush_base_ns",
            "flush_local_ns",
            "flush_target_ns",
            "ipi_target_ns",
            "migrate_batch_ns",
            "isolate_ns",
            "unmap_ns",
            "remap_ns")) {
      free.put(cost, 0);
    }
    NodeSpec dram = new NodeSpec(Kind.DRAM, s.fastPages * 4096L, 100, 72, s.cpus);
    NodeSpec cxl = new NodeSpec(Kind.CXL, 8192 * 4096L, 250, 26, 0);
    NodeSpec far = new NodeSpec(Kind.CXL, 512 * 4096L, 400, 26, 0);
    return new MachineSpec(
        "free",
        s.farTier ? List.of(dram, cxl, far) : List.of(dram, cxl),
        List.of(),
        10,
        KnobSet.of(CostModel.class).bind(free));
  }

  private static void build(WorkloadContext context, Situation s) {
    AddressSpaceBuilder process = context.process("app");
    Vma shared = process.map("shared", s.pages * 4096L, s.order, new Placement(s.node));
    for (int t = 0; t < s.tasks; t++) {
      Vma own = process.map("own" + t, s.pages * 2048L, 0, new Placement(s.node));
      RandomStream random = context.random("task" + t);
      int[] left = {4_000 * (1 + t % 2)};
      process
          .task(
              "task" + t,
              batch -> {
                int before = left[0];
                while (left[0] > 0 && batch.room() > 0) {
                  Vma vma = random.nextLong(100) < s.hotShare ? own : shared;
                  long page = random.nextLong(vma.pages());
                  // Squared, so that some pages are hotter than others; and the heat moves on.
                  long hot = page * page / vma.pages() + left[0] / 1000;
                  batch.add(Access.of(vma.firstPage() + hot % vma.pages(), false, s.gapNs));
                  left[0]--;
                }
                return left[0] < before;
              })
          .overlappingMisses(s.overlappingMisses);
    }
  }

  private static void moveAtRandom(PolicyContext context) {
    var thread = context.kthread("kmoverd");
    RandomStream random = context.random();
    MigrationPlan plan =
        new MigrationPlan(Reason.PROMOTION, Batching.BATCHED, TargetRule.MIN_WATERMARK);
    Runnable[] round = new Runnable[1];
    round[0] =
        () -> {
          plan.clear();
          for (AddressSpaceView mm : context.addressSpaces()) {
            for (int i = 0; i < 12; i++) {
              long page = random.nextLong(mm.pages());
              boolean mapped =
                  mm.vmas().stream()
                      .anyMatch(vma -> page >= vma.firstPage() && page < vma.endPage());
              if (mapped) {
                plan.add(mm, page, (int) random.nextLong(context.machine().nodes()));
              }
            }
          }
          if (plan.size() == 0) {
            thread.after(20_000, round[0]);
          } else {
            context.migrate(plan, thread, report -> thread.after(20_000, round[0]));
          }
        };
    thread.after(0, round[0]);
  }

  /** Keeps what was accessed most lately fast, by exchanging it for whatever is next in turn. */
  private static void prophesy(PolicyContext context) {
    MigrationPlan plan =
        new MigrationPlan(Reason.PROMOTION, Batching.BATCHED, TargetRule.MIN_WATERMARK);
    context
        .bound()
        .onAccess(
            (task, page, node) -> {
              AddressSpaceView mm = task.mm();
              if (node == 0) {
                return;
              }
              plan.clear();
              plan.add(mm, page, 0);
              if (!context.bound().place(plan)) {
                long victim = context.random().nextLong(mm.pages());
                boolean swappable =
                    mm.vmas().stream()
                            .anyMatch(
                                vma ->
                                    victim >= vma.firstPage()
                                        && victim < vma.endPage()
                                        && vma.order() == 0)
                        && mm.vmaOf(page).order() == 0
                        && mm.pageTable().nodeOf(victim) == 0;
                if (swappable) {
                  plan.add(mm, victim, node);
                  context.bound().place(plan);
                }
              }
            });
  }

  @Property(tries = 150)
  void noRunIsBelowItsBound(
      @ForAll("situations") Situation situation,
      @ForAll Mover mover,
      @ForAll @IntRange(min = 1, max = 1000) int seed) {
    Lab lab =
        new Lab()
            .machine(machine(situation))
            .workload("random", context -> build(context, situation))
            .engine(
                "instant",
                512,
                (batch, report) -> {
                  for (int i = 0; i < batch.folios(); i++) {
                    report.done(i, 0);
                  }
                })
            .seed(seed)
            .oracle(situation.epoch);
    switch (mover) {
      case NOBODY -> {}
      case RANDOM -> lab.policy("random", OracleBoundPropertyTest::moveAtRandom);
      case PROPHET -> lab.bound("prophet", OracleBoundPropertyTest::prophesy);
    }
    RunResult result = lab.run();
    OracleBound bound = Objects.requireNonNull(result.bounds().oracle(), result.bounds().whyNot());

    assertThat(result.quarantined()).isEmpty();
    assertThat(result.invariants()).isEqualTo("ok");
    assertThat((double) result.runtimeNs() + 1).isGreaterThanOrEqualTo(bound.runtimeNs());
    assertThat(bound.runtimeNs() + 1e6 * situation.tasks)
        .isGreaterThanOrEqualTo(result.total().allFastNs() / (1 + situation.tasks));
  }
}
