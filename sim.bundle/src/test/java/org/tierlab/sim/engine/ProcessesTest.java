package org.tierlab.sim.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.tierlab.api.memory.AddressSpaceView;
import org.tierlab.api.memory.Vma;
import org.tierlab.api.workload.Access;
import org.tierlab.api.workload.AccessGenerator;
import org.tierlab.api.workload.AddressSpaceBuilder;
import org.tierlab.api.workload.Placement;
import org.tierlab.api.workload.TaskBuilder;
import org.tierlab.sim.Lab;
import org.tierlab.sim.Machines;
import org.tierlab.sim.Simulation;
import org.tierlab.sim.experiment.AccessMode;
import org.tierlab.sim.experiment.Experiment;
import org.tierlab.sim.experiment.OracleSetting;
import org.tierlab.sim.experiment.PluginSetting;
import org.tierlab.sim.experiment.WorkloadSetting;
import org.tierlab.sim.plugin.PluginKind;
import org.tierlab.sim.result.RunResult;

/** Processes that start and end in mid-run, their parents, and several workloads in one run. */
class ProcessesTest {
  /** What a kernel thread saw of the processes at one moment. */
  private record Sight(long ns, List<String> names, List<Integer> ids, List<String> parents) {}

  private final List<Sight> sights = new ArrayList<>();

  /** Touches the pages of a mapping in turn, on and on, so many times. */
  static AccessGenerator touching(Vma vma, long accesses) {
    long[] made = {0};
    return batch -> {
      while (made[0] < accesses && batch.room() > 0) {
        long page = vma.firstPage() + made[0]++ % vma.pages();
        batch.add(Access.of(page & -vma.folioPages(), false, 0));
      }
      return batch.to() > batch.from();
    };
  }

  static TaskBuilder task(AddressSpaceBuilder process, int pages, int node, long accesses) {
    Vma vma = process.map("heap", pages * 4096L, 0, new Placement(node));
    return process.task("task", touching(vma, accesses)).expectedAccesses(accesses);
  }

  private Lab watching(Lab lab) {
    return lab.source(
        "watch",
        context -> {
          var thread = context.kthread("watch");
          Runnable[] look = new Runnable[1];
          look[0] =
              () -> {
                List<AddressSpaceView> mms = context.addressSpaces();
                sights.add(
                    new Sight(
                        context.nowNs(),
                        mms.stream().map(AddressSpaceView::name).toList(),
                        mms.stream().map(AddressSpaceView::id).toList(),
                        mms.stream()
                            .map(mm -> mm.parent() == null ? "init" : mm.parent().name())
                            .toList()));
                thread.after(500_000, look[0]);
              };
          thread.after(250_000, look[0]);
        });
  }

  private Sight at(long ns) {
    return sights.stream().filter(sight -> sight.ns() >= ns).findFirst().orElseThrow();
  }

  @Test
  void aLeaderThatWaitsIsKnownToPlugins() {
    List<Boolean> waits = new ArrayList<>();
    new Lab()
        .workload(
            "w",
            context -> {
              task(context.process("threads").leaderWaits(), 64, 1, 1_000);
              task(context.process("single"), 64, 1, 1_000);
            })
        .policy("p", context -> context.addressSpaces().forEach(mm -> waits.add(mm.leaderWaits())))
        .run();
    assertThat(waits).containsExactly(true, false);
  }

  @Test
  void aProcessThatStartsInMidRunAppearsWithItsMemoryAndRunsFromThenOn() {
    List<Long> born = new ArrayList<>();
    Lab lab =
        watching(new Lab())
            .workload(
                "w",
                context -> {
                  // 275 ns an access on the slow node: 2.75 ms and 1.1 ms, the latter from 4 ms on.
                  task(context.process("early"), 64, 1, 10_000);
                  task(context.process("late").startsAt(4_000_000), 32, 1, 4_000);
                })
            .policy(
                "p",
                context ->
                    context
                        .kthread("k")
                        .after(
                            4_500_000,
                            () ->
                                context
                                    .addressSpaces()
                                    .forEach(mm -> born.add(mm.vmas().get(0).createdNs()))));
    RunResult result = lab.run();

    assertThat(result.invariants()).isEqualTo("ok");
    assertThat(at(0).names()).containsExactly("early");
    assertThat(at(3_000_000).names()).isEmpty();
    assertThat(at(4_200_000).names()).containsExactly("late");
    assertThat(at(4_200_000).ids()).containsExactly(1);
    assertThat(born).hasSize(1);
    assertThat(born.get(0)).isBetween(4_000_000L, 4_001_000L);
    assertThat(result.runtimeNs()).isBetween(5_100_000L, 5_102_000L);
    assertThat(result.total().accesses()).isEqualTo(14_000);
    assertThat(result.processes().get("0:early")).containsExactly(0L, 0L);
    assertThat(result.processes().get("1:late")).containsExactly(0L, 32L);
  }

  @Test
  void numbersFollowTheOrderOfStartingWhateverTheOrderOfDescription() {
    RunResult result =
        new Lab()
            .workload(
                "w",
                context -> {
                  task(context.process("c").startsAt(2_000_000), 8, 1, 100);
                  task(context.process("a"), 8, 1, 100);
                  task(context.process("b").startsAt(1_000_000), 8, 1, 100);
                  task(context.process("a"), 8, 1, 100);
                })
            .run();

    assertThat(result.processes().keySet()).containsExactly("0:a", "1:a-2", "2:b", "3:c");
    assertThat(result.invariants()).isEqualTo("ok");
  }

  @Test
  void childrenKnowTheirParentUntilItExitsAndInheritItsScanScale() {
    List<Integer> scales = new ArrayList<>();
    Lab lab =
        watching(new Lab())
            .workload(
                "w",
                context -> {
                  AddressSpaceBuilder parent = context.process("parent").scanScale(3);
                  task(parent, 8, 1, 8_000);
                  AddressSpaceBuilder child = parent.child("child");
                  task(child, 8, 1, 20_000);
                  task(child.child("grandchild").startsAt(1_000_000).scanScale(0), 8, 1, 20_000);
                })
            .policy(
                "p",
                context ->
                    context
                        .kthread("k")
                        .after(
                            1_200_000,
                            () ->
                                context.addressSpaces().forEach(mm -> scales.add(mm.scanScale()))));
    RunResult result = lab.machine(Machines.twoNodes(4096, 4096, 4)).run();

    assertThat(result.invariants()).isEqualTo("ok");
    assertThat(scales).containsExactly(3, 3, 0);
    assertThat(at(0).parents()).containsExactly("init", "parent");
    assertThat(at(1_200_000).parents()).containsExactly("init", "parent", "child");
    assertThat(at(3_000_000).names()).containsExactly("child", "grandchild");
    assertThat(at(3_000_000).parents()).containsExactly("init", "child");
  }

  @Test
  void aChildDoesNotStartBeforeItsParent() {
    Lab lab =
        new Lab()
            .workload(
                "w",
                context -> {
                  AddressSpaceBuilder parent = context.process("p").startsAt(5);
                  task(parent, 8, 1, 10);
                  task(parent.child("c").startsAt(4), 8, 1, 10);
                });
    assertThatThrownBy(lab::run).hasMessageContaining("'c' starts before its parent 'p'");
  }

  @Test
  void aLateProcessFallsBackToTheNearestNodeWithRoom() {
    RunResult result =
        new Lab()
            .machine(Machines.twoNodes(128, 4096, 1))
            .workload(
                "w",
                context -> {
                  task(context.process("first"), 100, 0, 20_000);
                  task(context.process("second").startsAt(1_000_000), 100, 0, 20_000);
                })
            .run();
    assertThat(result.invariants()).isEqualTo("ok");
    List<Long> second = result.processes().get("1:second");
    assertThat(second.get(0)).isBetween(1L, 28L);
    assertThat(second.get(0) + second.get(1)).isEqualTo(100);
  }

  @Test
  void sourcesRunInTheContextOfTasksThatStartLater() {
    List<String> ran = new ArrayList<>();
    new Lab()
        .source(
            "clock",
            context ->
                context.onTaskClock(
                    task -> {
                      ran.add(task.task().mm().name());
                      return Long.MAX_VALUE;
                    }))
        .workload(
            "w",
            context -> {
              task(context.process("early"), 8, 1, 100);
              task(context.process("late").startsAt(2_000_000), 8, 1, 100);
            })
        .run();
    assertThat(ran).containsExactly("early", "late");
  }

  private static Experiment two(WorkloadSetting... workloads) {
    return new Experiment(
        "two",
        Machines.twoNodes(4096, 4096, 4),
        List.of(workloads),
        List.of(),
        List.of(),
        null,
        1,
        List.of(),
        Long.MAX_VALUE,
        Path.of("."),
        new OracleSetting(OracleSetting.When.ALWAYS, 1000),
        AccessMode.EXACT);
  }

  private static WorkloadSetting uniform(long accesses, long startNs) {
    return new WorkloadSetting(
        new PluginSetting("uniform", Map.of("node", 1, "accesses", accesses, "pages", 100L)),
        -1,
        startNs);
  }

  @Test
  void severalWorkloadsRunBesideEachOther() {
    Lab lab = new Lab();
    RunResult result =
        Lab.run(Simulation.of(two(uniform(10_000, 0), uniform(10_000, 3_000_000)), lab));

    assertThat(result.invariants()).isEqualTo("ok");
    assertThat(result.processes().keySet()).containsExactly("0:uniform", "1:uniform-2");
    assertThat(result.total().accesses()).isEqualTo(20_000);
    assertThat(result.accessUnit()).isEqualTo("accesses");
    // 275 ns an access.
    assertThat(result.runtimeNs()).isBetween(5_750_000L, 5_760_000L);
    // The bound has built both a second time, and one task works for 1.375 ms without waiting.
    assertThat(lab.released).hasSize(4);
    assertThat(result.bounds().oracle()).isNotNull();
    assertThat(result.bounds().oracle().runtimeNs()).isBetween(1_250_000.0, 5_750_000.0);
  }

  @Test
  void unlikeAccessesAreBothNamed() {
    Lab lab =
        new Lab()
            .offer(
                PluginKind.WORKLOAD,
                "other",
                () ->
                    Lab.aWorkload(
                        context -> {
                          context.accessUnit("lookups");
                          task(context.process("other"), 8, 1, 100).background();
                        }));
    RunResult result =
        Lab.run(
            Simulation.of(
                two(uniform(1_000, 0), new WorkloadSetting(PluginSetting.of("other"), -1, 50_000)),
                lab));
    assertThat(result.accessUnit()).isEqualTo("uniform: accesses; other: lookups");
  }

  @Test
  void aRunDoesNotWaitForABackgroundTaskThatHasYetToStart() {
    RunResult result =
        new Lab()
            .workload(
                "w",
                context -> {
                  task(context.process("front"), 8, 1, 1_000);
                  task(context.process("back").startsAt(1_000_000_000), 8, 1, 100).background();
                })
            .run();
    assertThat(result.complete()).isTrue();
    assertThat(result.runtimeNs()).isEqualTo(275_000);
    assertThat(result.total().allSlowNs()).isEqualTo(275_000);
    assertThat(result.processes().get("1:back")).containsExactly(0L, 0L);
  }

  @Test
  void boundsCountTheWorkInTheForegroundAlone() {
    RunResult result =
        new Lab()
            .machine(Machines.twoNodes(4096, 4096, 1))
            .workload(
                "w",
                context -> {
                  task(context.process("front"), 8, 1, 1_000);
                  task(context.process("back"), 8, 1, 1_000_000).background();
                })
            .run();
    assertThat(result.total().accesses()).isGreaterThan(1_500);
    assertThat(result.total().allSlowNs()).isEqualTo(275_000);
    assertThat(result.total().allFastNs()).isEqualTo(125_000);
  }

  @Test
  void theFirstWorkloadDrawsTheSameWhoeverRunsBesideIt() {
    List<List<Long>> draws = new ArrayList<>();
    Lab lab =
        new Lab()
            .offer(
                PluginKind.WORKLOAD,
                "drawing",
                () ->
                    Lab.aWorkload(
                        context -> {
                          var random = context.random("task0");
                          draws.add(List.of(random.nextLong(), random.nextLong()));
                          task(context.process("p"), 8, 1, 10);
                        }));
    WorkloadSetting drawing = new WorkloadSetting(PluginSetting.of("drawing"), -1, 0);
    Lab.run(Simulation.of(two(drawing), lab));
    Lab.run(Simulation.of(two(drawing, drawing), lab));

    // Each is built a second time for the oracle bound.
    assertThat(draws).hasSize(6);
    List<Long> first = draws.get(0);
    List<Long> second = draws.get(3);
    assertThat(draws).containsExactly(first, first, first, second, first, second);
    assertThat(second).isNotEqualTo(first);
  }

  @Test
  void aWorkloadThatBreaksIsNamedAmongSeveral() {
    Lab lab =
        new Lab()
            .offer(
                PluginKind.WORKLOAD,
                "stray",
                () ->
                    Lab.aWorkload(
                        context ->
                            context
                                .process("stray")
                                .task(
                                    "t",
                                    batch -> {
                                      batch.add(Access.of(5, false, 0));
                                      return true;
                                    })));
    RunResult result =
        Lab.run(
            Simulation.of(
                two(uniform(100_000, 0), new WorkloadSetting(PluginSetting.of("stray"), -1, 0)),
                lab));
    assertThat(result.complete()).isFalse();
    assertThat(result.stopped()).startsWith("workload 'stray' accesses page 5");
    assertThat(lab.released).hasSize(2);
  }
}
