package org.tierlab.sim.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tierlab.api.copy.CopyBatch;
import org.tierlab.api.copy.CopyReport;
import org.tierlab.api.hotness.FaultEvidence;
import org.tierlab.api.hotness.HotnessEvents;
import org.tierlab.api.hotness.SourceContext;
import org.tierlab.api.knob.KnobException;
import org.tierlab.api.memory.AddressSpaceView;
import org.tierlab.api.policy.Batching;
import org.tierlab.api.policy.MigrationPlan;
import org.tierlab.api.policy.PolicyContext;
import org.tierlab.api.policy.Reason;
import org.tierlab.api.policy.TargetRule;
import org.tierlab.api.workload.Access;
import org.tierlab.api.workload.Placement;
import org.tierlab.api.workload.WorkloadContext;
import org.tierlab.sim.Lab;
import org.tierlab.sim.plugin.PluginKind;
import org.tierlab.sim.result.Quarantined;
import org.tierlab.sim.result.RunResult;

@Timeout(60)
class ContainmentTest {
  private static final long[] ONES = {-1, -1, -1, -1};

  private static void assertQuarantined(RunResult result, String kind, String name, String why) {
    assertThat(result.complete()).isTrue();
    assertThat(result.invariants()).isEqualTo("ok");
    assertThat(result.total().accesses()).isEqualTo(20_000);
    assertThat(result.quarantined())
        .singleElement()
        .satisfies(
            one -> {
              assertThat(one.kind()).isEqualTo(kind);
              assertThat(one.name()).isEqualTo(name);
              assertThat(one.why()).contains(why);
            });
  }

  record Case(String name, Consumer<SourceContext> attach, String why) {
    @Override
    public String toString() {
      return name;
    }
  }

  private static void mark(SourceContext context) {
    context.pageTable(context.addressSpaces().get(0)).markProtNone(0, 4, ONES);
  }

  private static Case publishes(
      String name, String why, long page, long pages, int count, int node, long from, long to) {
    return new Case(
        name,
        context ->
            context
                .kthread("kscand")
                .after(
                    1000,
                    () -> {
                      HotnessEvents events = new HotnessEvents();
                      var mm = context.addressSpaces().get(0);
                      events.add(mm, 0, 1, 1, 0, 0, 0, 0, 0);
                      events.add(mm, page, pages, count, 0, node, 0, from, to);
                      context.publish(events);
                    }),
        why);
  }

  static <T extends Throwable> void sneak(Throwable thrown) throws T {
    @SuppressWarnings("unchecked") // the point of it
    T disguised = (T) thrown;
    throw disguised;
  }

  static List<Case> badSources() {
    return List.of(
        new Case(
            "throws in attach",
            context -> {
              throw new IllegalStateException("no");
            },
            "threw IllegalStateException: no"),
        new Case(
            "throws in kthread work",
            context ->
                context
                    .kthread("k")
                    .after(
                        500,
                        () -> {
                          throw new ArithmeticException("zero");
                        }),
            "threw ArithmeticException: zero"),
        new Case(
            "throws an error of its own",
            context -> context.kthread("k").after(500, () -> ContainmentTest.sneak(new Error("e"))),
            "threw Error: e"),
        new Case(
            "throws a checked exception in disguise",
            context ->
                context
                    .kthread("k")
                    .after(
                        500,
                        () ->
                            ContainmentTest.<RuntimeException>sneak(
                                new java.io.IOException("disk"))),
            "threw IOException: disk"),
        new Case(
            "throws in task work",
            context ->
                context.onTaskClock(
                    task -> {
                      throw new IllegalArgumentException("tick");
                    }),
            "tick"),
        new Case(
            "throws in a fault handler",
            context -> {
              context.onHintFault(
                  fault -> {
                    throw new UnsupportedOperationException("fault");
                  });
              context.kthread("k").after(0, () -> mark(context));
            },
            "threw UnsupportedOperationException: fault"),
        new Case(
            "consults twice",
            context -> {
              context.onHintFault(
                  fault -> {
                    fault.consult(new FaultEvidence());
                    fault.consult(new FaultEvidence());
                  });
              context.kthread("k").after(0, () -> mark(context));
            },
            "consulted once"),
        new Case(
            "calls itself without end",
            context -> {
              var thread = context.kthread("kspin");
              Runnable[] work = new Runnable[1];
              work[0] = () -> thread.after(0, work[0]);
              thread.after(1000, work[0]);
            },
            "kspin runs again and again"),
        publishes("page out of range", "pages 256 + 1", 256, 1, 1, 0, 0, 0),
        publishes("pages that overflow", "pages 1 + ", 1, Long.MAX_VALUE, 1, 0, 0, 0),
        publishes("no pages", "pages 0 + 0", 0, 0, 1, 0, 0, 0),
        publishes("negative count", "access count of -2", 0, 1, -2, 0, 0, 0),
        publishes("unknown node", "node 2", 0, 1, 1, 2, 0, 0),
        publishes("end before start", "from 5 to 4", 0, 1, 1, 0, 5, 4));
  }

  @ParameterizedTest
  @MethodSource("badSources")
  void aSourceThat(Case bad) {
    RunResult result = new Lab().source("bad", bad.attach).run();

    assertQuarantined(result, "source", "bad", bad.why);
    // Nothing of a list with nonsense in it was published.
    if (bad.name.startsWith("page")) {
      assertThat(result.participants().get(0).stats()).doesNotContainKey("events");
    }
  }

  @Test
  void aCombinationOfKnobsThatAttachRefusesIsBadInput() {
    Lab lab =
        new Lab()
            .source(
                "picky",
                context -> {
                  throw new KnobException("a", "a contradicts b");
                });

    assertThatThrownBy(lab::run).isInstanceOf(KnobException.class).hasMessage("a contradicts b");
  }

  private static void onThread(PolicyContext context, Runnable work) {
    context.kthread("kpolicyd").after(1000, work);
  }

  record Bad(String name, Consumer<PolicyContext> attach, String why) {
    @Override
    public String toString() {
      return name;
    }
  }

  private static MigrationPlan plan(AddressSpaceView mm, int pages, int target) {
    MigrationPlan plan =
        new MigrationPlan(Reason.PROMOTION, Batching.BATCHED, TargetRule.HIGH_WATERMARK);
    for (int page = 0; page < pages; page++) {
      plan.add(mm, page, target);
    }
    return plan;
  }

  static List<Bad> badPolicies() {
    return List.of(
        new Bad(
            "throws in attach",
            context -> {
              throw new IllegalStateException("no");
            },
            "no"),
        new Bad(
            "plans for a node that is not there",
            context ->
                onThread(
                    context,
                    () ->
                        context.migrate(
                            plan(context.addressSpaces().get(0), 1, 2),
                            context.kthread("k"),
                            report -> {})),
            "node 2"),
        new Bad(
            "plans for a page that is not there",
            context -> {
              var thread = context.kthread("k");
              thread.after(
                  0,
                  () ->
                      context.migrate(
                          plan(context.addressSpaces().get(0), 257, 0), thread, report -> {}));
            },
            "page 256"),
        new Bad(
            "plans from outside the thread",
            context ->
                onThread(
                    context,
                    () ->
                        context.migrate(
                            plan(context.addressSpaces().get(0), 8, 0),
                            context.kthread("other"),
                            report -> {})),
            "other submits a plan while it does not run"),
        new Bad(
            "resubmits a plan without end",
            context -> {
              var thread = context.kthread("kloop");
              MigrationPlan nothing = plan(context.addressSpaces().get(0), 1, 1);
              class Again {
                void submit() {
                  context.migrate(nothing, thread, report -> submit());
                }
              }
              thread.after(0, new Again()::submit);
            },
            "kloop runs again and again"),
        new Bad(
            "prefers a node that is not there",
            context ->
                onThread(context, () -> context.scheduler().setHomeNode(context.tasks().get(0), 9)),
            "node 9"),
        new Bad(
            "wakes kswapd of a node that is not there",
            context -> onThread(context, () -> context.wakeKswapd(2)),
            "node 2"));
  }

  @ParameterizedTest
  @MethodSource("badPolicies")
  void aPolicyThat(Bad bad) {
    RunResult result = new Lab().policy("bad", bad.attach).steadyEngine(512).run();

    assertQuarantined(result, "policy", "bad", bad.why);
  }

  /** A policy that moves eight pages to node 0 over and over again. */
  private static void shuttle(PolicyContext context) {
    var thread = context.kthread("kshuttle");
    class Shuttle {
      void go(int target) {
        context.migrate(
            plan(context.addressSpaces().get(0), 8, target),
            thread,
            report -> thread.after(10_000, () -> go(1 - target)));
      }
    }
    thread.after(0, () -> new Shuttle().go(0));
  }

  record Copier(
      String name, java.util.function.BiConsumer<CopyBatch, CopyReport> copy, String why) {
    @Override
    public String toString() {
      return name;
    }
  }

  static List<Copier> badEngines() {
    return List.of(
        new Copier(
            "throws",
            (batch, report) -> {
              Lab.steady(batch, report);
              throw new IllegalStateException("late");
            },
            "late"),
        new Copier("gives no verdict", (batch, report) -> report.done(0, 0), "no verdict for"),
        new Copier(
            "gives two verdicts",
            (batch, report) -> {
              Lab.steady(batch, report);
              report.failed(3, 0);
            },
            "folio 3"),
        new Copier("answers a time before the start", (batch, report) -> report.done(0, -1), "-1"),
        new Copier("answers no time", (batch, report) -> report.done(0, Double.NaN), "NaN"));
  }

  @ParameterizedTest
  @MethodSource("badEngines")
  void anEngineThat(Copier bad) {
    RunResult result =
        new Lab().policy("shuttle", ContainmentTest::shuttle).engine("bad", 64, bad.copy).run();

    assertQuarantined(result, "engine", "bad", bad.why);
    assertThat(result.vmstat()).containsEntry("pgmigrate_success", 0L);
    assertThat(result.processes().get("0:uniform")).containsExactly(0L, 256L);
  }

  @Test
  void anEngineWithoutBatchSizeIsNamed() {
    RunResult result =
        new Lab().policy("shuttle", ContainmentTest::shuttle).engine("bad", 0, Lab::steady).run();

    assertQuarantined(result, "engine", "bad", "batchPages() is 0");
  }

  record Load(String name, Consumer<WorkloadContext> build, String why) {
    @Override
    public String toString() {
      return name;
    }
  }

  private static Consumer<WorkloadContext> oneBatch(long... accesses) {
    return context -> {
      var process = context.process("p");
      process.map("small", 3 * 4096, 0, Placement.on(1));
      process.map("huge", 512 * 4096, 9, Placement.on(1));
      boolean[] done = {false};
      process.task(
          "t",
          batch -> {
            if (!done[0]) {
              for (long access : accesses) {
                batch.add(access);
              }
            }
            done[0] = true;
            return batch.to() > 0;
          });
    };
  }

  static List<Load> badWorkloads() {
    return List.of(
        new Load(
            "throws",
            context ->
                context
                    .process("p")
                    .task(
                        "t",
                        batch -> {
                          throw new IllegalStateException("trace ends");
                        }),
            "threw IllegalStateException: trace ends"),
        new Load("goes beyond the end", oneBatch(Access.of(1024, false, 0)), "page 1024"),
        new Load("goes far beyond", oneBatch(Access.of(Access.MAX_PAGE, false, 0)), "page 549755"),
        new Load("falls into a gap", oneBatch(Access.of(3, true, 7)), "page 3"),
        new Load(
            "gives nothing and goes on",
            context -> context.process("p").task("t", batch -> true),
            "gave no accesses"),
        new Load(
            "gives a batch with its last word",
            context -> {
              var process = context.process("p");
              process.map("m", 4096, 0, Placement.on(1));
              process.task(
                  "t",
                  batch -> {
                    batch.add(Access.of(0, false, 0));
                    return false;
                  });
            },
            "gave accesses with the word"));
  }

  @ParameterizedTest
  @MethodSource("badWorkloads")
  void aWorkloadThat(Load bad) {
    RunResult result = new Lab().workload("bad", bad.build).run();

    assertThat(result.complete()).isFalse();
    assertThat(result.stopped()).startsWith("workload 'bad' ").contains(bad.why);
    assertThat(result.hash()).isEmpty();
    assertThat(result.invariants()).isEqualTo("ok");
  }

  @Test
  void pagesInsideFoliosAreNoStrays() {
    RunResult result =
        new Lab()
            .workload("good", oneBatch(Access.of(2, false, 0), Access.of(1023, true, 0)))
            .run();

    assertThat(result.complete()).isTrue();
    assertThat(result.total().accesses()).isEqualTo(2);
  }

  @Test
  void whatAWorkloadThrowsAtTheEndCostsNoResult() {
    Lab lab =
        new Lab()
            .offer(
                PluginKind.WORKLOAD,
                "leaky",
                () ->
                    new org.tierlab.api.workload.Workload() {
                      private final org.tierlab.sim.UniformWorkload inner =
                          new org.tierlab.sim.UniformWorkload();

                      @Override
                      public org.tierlab.api.workload.WorkloadSpec spec() {
                        return inner.spec();
                      }

                      @Override
                      public void build(WorkloadContext context) {
                        inner.build(context);
                      }

                      @Override
                      public void close() {
                        throw new IllegalStateException("close");
                      }
                    })
            .list(
                PluginKind.WORKLOAD,
                new org.tierlab.sim.experiment.PluginSetting("leaky", Map.of("accesses", 10L)));

    RunResult result = lab.run();

    assertThat(result.complete()).isTrue();
    assertThat(result.quarantined()).extracting(Quarantined::name).containsExactly("leaky");
    assertThat(lab.released).hasSize(1);
  }

  @Test
  void aFailedBuildGivesTheWorkloadBack() {
    Lab lab =
        new Lab()
            .workload(
                "bad",
                context -> {
                  throw new IllegalStateException("no file");
                });

    assertThatThrownBy(lab::run).hasMessage("no file");
    assertThat(lab.released).hasSize(1);
  }
}
