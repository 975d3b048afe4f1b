package org.tierlab.sim.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.tierlab.api.hotness.SourceContext;
import org.tierlab.api.knob.KnobSet;
import org.tierlab.api.time.Counter;
import org.tierlab.api.time.Kthread;
import org.tierlab.sim.Lab;
import org.tierlab.sim.experiment.CostModel;
import org.tierlab.sim.experiment.MachineSpec;
import org.tierlab.sim.experiment.NodeSpec;
import org.tierlab.sim.result.RunResult;

class KthreadTest {
  private final List<String> ran = new ArrayList<>();

  private RunResult run(BiConsumer<SourceContext, Kthread> work) {
    RunResult result =
        new Lab().source("s", context -> work.accept(context, context.kthread("kd"))).run();
    assertThat(result.quarantined()).isEmpty();
    assertThat(result.invariants()).isEqualTo("ok");
    return result;
  }

  @Test
  void fieldsOfAnMmAreSharedAndStatesCanGoDown() {
    RunResult result =
        new Lab()
            .source(
                "giver",
                context -> {
                  context.counter(context.addressSpaces().get(0), "target_node").set(3);
                  context.counter("nr_state").set(7);
                })
            .policy(
                "taker",
                context -> {
                  Counter field = context.counter(context.addressSpaces().get(0), "target_node");
                  context.counter("nr_state").set(field.value());
                  assertThatThrownBy(() -> field.add(-1)).hasMessageContaining("target_node");
                })
            .run();
    assertThat(result.quarantined()).isEmpty();
    assertThat(result.vmstat()).containsEntry("nr_state", 3L).doesNotContainKey("target_node");
  }

  @Test
  void newWorkReplacesPendingWork() {
    run(
        (context, thread) -> {
          thread.after(1000, () -> ran.add("first"));
          thread.after(2000, () -> ran.add("second at " + thread.nowNs()));
        });

    assertThat(ran).containsExactly("second at 2000");
  }

  @Test
  void cancelledWorkDoesNotRun() {
    run(
        (context, thread) -> {
          thread.after(1000, () -> ran.add("never"));
          assertThat(thread.pending()).isTrue();
          thread.cancel();
          assertThat(thread.pending()).isFalse();
        });

    assertThat(ran).isEmpty();
  }

  @Test
  void aChargeDelaysWhatComesNext() {
    RunResult result =
        run(
            (context, thread) ->
                thread.after(
                    1000,
                    () -> {
                      thread.charge(5000);
                      assertThat(thread.nowNs()).isEqualTo(6000);
                      thread.after(100, () -> ran.add("at " + thread.nowNs()));
                    }));

    assertThat(ran).containsExactly("at 6100");
    assertThat(result.total().cpuNs()).containsEntry("kd", 5000.0);
  }

  @Test
  void aChargeAfterSchedulingDelaysTheWorkToo() {
    run(
        (context, thread) ->
            thread.after(
                1000,
                () -> {
                  thread.after(0, () -> ran.add(thread.nowNs() + " of " + context.nowNs()));
                  thread.charge(50_000);
                }));

    assertThat(ran).containsExactly("51000 of 51000");
  }

  @Test
  void workRunsNoEarlierThanAsked() {
    run(
        (context, thread) -> {
          Kthread other = context.kthread("other");
          for (int i = 1; i < 50; i++) {
            int due = 777 * i;
            context.kthread("k" + i).after(due, () -> check(context, due));
          }
          other.after(12_345, () -> check(context, 12_345));
        });

    assertThat(ran).hasSize(50).containsOnly("in time");
  }

  private void check(SourceContext context, long due) {
    // Events closer together than a microsecond share a step.
    boolean inTime = context.nowNs() >= due && context.nowNs() <= due + 1000;
    ran.add(inTime ? "in time" : due + " at " + context.nowNs());
  }

  @Test
  void aSliceIsUsedAfterATenthOfAMillisecond() {
    run(
        (context, thread) ->
            thread.after(
                0,
                () -> {
                  thread.charge(99_999);
                  ran.add("" + thread.sliceUsed());
                  thread.charge(1);
                  ran.add("" + thread.sliceUsed());
                  thread.after(0, () -> ran.add("" + thread.sliceUsed()));
                }));

    assertThat(ran).containsExactly("false", "true", "false");
  }

  /** 100 µs are 665 of the first, each rounded to picoseconds. */
  @Test
  void aListOfChargesIsWhatTheyAreOneAfterTheOther() {
    double[] ns = new double[6000];
    for (int i = 0; i < ns.length; i++) {
      ns[i] = i < 700 ? 150.4004 : i % 3 == 0 ? 0 : 40.0006;
    }
    run(
        (context, thread) -> {
          Kthread single = context.kthread("single");
          single.after(0, () -> chargeAll(single, ns, 0, KthreadTest::chargeSingly));
          thread.after(0, () -> chargeAll(thread, ns, 0, Kthread::charge));
        });

    assertThat(ran.stream().filter(line -> line.startsWith("kd ")))
        .hasSize(3)
        .first(InstanceOfAssertFactories.STRING)
        .isEqualTo("kd to 665 at 100016");
    assertThat(ran.stream().map(line -> line.replaceFirst("\\w+ ", "")).distinct()).hasSize(3);
  }

  private interface Charging {
    int charge(Kthread thread, double[] ns, int from, int to);
  }

  private static int chargeSingly(Kthread thread, double[] ns, int from, int to) {
    for (int i = from; i < to; i++) {
      thread.charge(ns[i]);
      if (thread.sliceUsed()) {
        return i + 1;
      }
    }
    return to;
  }

  private void chargeAll(Kthread thread, double[] ns, int from, Charging charging) {
    int to = charging.charge(thread, ns, from, ns.length);
    ran.add(thread.name() + " to " + to + " at " + thread.nowNs());
    if (to < ns.length) {
      thread.after(0, () -> chargeAll(thread, ns, to, charging));
    }
  }

  @Test
  void aListOfChargesIsCheckedLikeEachOfThem() {
    run(
        (context, thread) -> {
          double[] ns = {1, -1, 1};
          assertThatThrownBy(() -> thread.charge(ns, 0, 1)).hasMessageContaining("does not run");
          thread.after(
              0,
              () -> {
                assertThatThrownBy(() -> thread.charge(ns, 0, 3)).hasMessageContaining("-1");
                assertThat(thread.charge(ns, 1, 1)).isEqualTo(1);
                thread.charge(100_000);
                assertThat(thread.charge(ns, 2, 3)).as("at least one").isEqualTo(3);
                ran.add("checked");
              });
        });

    assertThat(ran).containsExactly("checked");
  }

  @Test
  void onlyARunningThreadIsCharged() {
    run(
        (context, thread) -> {
          assertThatThrownBy(() -> thread.charge(1)).hasMessageContaining("does not run");
          assertThatThrownBy(() -> thread.after(-1, () -> {})).hasMessageContaining("-1");
          thread.after(
              0,
              () -> {
                assertThatThrownBy(() -> thread.charge(-1)).hasMessageContaining("-1");
                assertThatThrownBy(() -> thread.charge(Double.NaN)).hasMessageContaining("NaN");
                ran.add("checked");
              });
        });

    assertThat(ran).containsExactly("checked");
  }

  /** On two CPUs with one task the thread has a CPU of its own; on one it takes the task's time. */
  @Test
  void aThreadSlowsTheTaskOnlyWithoutIdleCpu() {
    BiConsumer<SourceContext, Kthread> work =
        (context, thread) -> thread.after(0, () -> thread.charge(1_000_000));
    long alone = new Lab().run().runtimeNs();
    long beside = run(work).runtimeNs();
    RunResult shared =
        new Lab()
            .machine(org.tierlab.sim.Machines.twoNodes(4096, 4096, 1))
            .source("s", context -> work.accept(context, context.kthread("kd")))
            .run();

    assertThat(beside).isEqualTo(alone);
    assertThat(shared.runtimeNs()).isEqualTo(alone + 1_000_000);
  }

  @Test
  void aTaskClockRunsAtTheCpuTimeItAskedForAndIsPaidByTheTask() {
    List<Long> cpuTimes = new ArrayList<>();
    RunResult result =
        run(
            (context, thread) ->
                context.onTaskClock(
                    task -> {
                      cpuTimes.add(task.task().cpuTimeNs());
                      task.charge(10_000);
                      return task.task().cpuTimeNs() + 2_000_000;
                    }));

    assertThat(cpuTimes.get(0)).isZero();
    for (int i = 1; i < cpuTimes.size(); i++) {
      // Looked at once a step, of a millisecond at most.
      assertThat(cpuTimes.get(i) - cpuTimes.get(i - 1)).isBetween(2_000_000L, 3_000_000L);
    }
    assertThat(result.total().cpuNs()).containsEntry("task:scan", 10_000.0 * cpuTimes.size());
  }

  @Test
  void aTaskClockCanBeBroughtForwardButNotPutOff() {
    List<Long> cpuTimes = new ArrayList<>();
    run(
        (context, thread) -> {
          context.onTaskClock(
              task -> {
                cpuTimes.add(task.task().cpuTimeNs());
                return 2_000_000L * cpuTimes.size();
              });
          thread.after(
              2_100_000,
              () -> {
                context.taskDue(context.tasks().get(0), 3_000_000);
                context.taskDue(context.tasks().get(0), 9_000_000);
              });
        });

    assertThat(cpuTimes).as("the next one would be at 6 ms").hasSize(3);
    assertThat(cpuTimes.get(1)).isBetween(2_000_000L, 3_000_000L);
    assertThat(cpuTimes.get(2)).as("instead of 4 ms").isBetween(3_000_000L, 4_000_000L - 1);
  }

  private static MachineSpec twoSockets() {
    NodeSpec socket = new NodeSpec(NodeSpec.Kind.DRAM, 4096L * 4096, 100, 72, 1);
    return new MachineSpec(
        "two sockets",
        List.of(socket, socket),
        List.of(),
        10,
        KnobSet.of(CostModel.class).defaults());
  }

  @Test
  void taskWorkLooksAgainWhereATaskComesToAnotherNode() {
    List<Integer> nodes = new ArrayList<>();
    RunResult result =
        new Lab()
            .machine(twoSockets())
            .source(
                "s",
                context ->
                    context.onTaskClock(
                        task -> {
                          nodes.add(task.task().node());
                          return Long.MAX_VALUE;
                        }))
            .policy(
                "p",
                context ->
                    context
                        .kthread("k")
                        .after(
                            2_000_000,
                            () -> context.scheduler().moveToIdleCpu(context.tasks().get(0), 1)))
            .run();
    assertThat(result.quarantined()).isEmpty();
    assertThat(nodes).containsExactly(0, 1);
  }
}
