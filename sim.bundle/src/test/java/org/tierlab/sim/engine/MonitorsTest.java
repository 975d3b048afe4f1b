package org.tierlab.sim.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tierlab.api.hotness.AccessSample;
import org.tierlab.api.hotness.AccessSampler;
import org.tierlab.api.hotness.SourceContext;
import org.tierlab.api.memory.AddressSpaceView;
import org.tierlab.api.time.TaskView;
import org.tierlab.api.workload.Access;
import org.tierlab.api.workload.Placement;
import org.tierlab.sim.Lab;
import org.tierlab.sim.experiment.ScriptedChange;
import org.tierlab.sim.result.RunResult;

/**
 * Samples in CPUs and monitors in memory devices: what they see of a run, and what they cost it.
 */
class MonitorsTest {

  private static final int ACCESSES = 20_000;

  private static AccessSampler every(long period, List<String> seen, double costNs) {
    return new AccessSampler() {
      @Override
      public long begin(TaskView task) {
        return period;
      }

      @Override
      public long sampled(AccessSample sample) {
        sample.charge(costNs);
        seen.add(
            sample.page()
                + (sample.write() ? "w" : "r")
                + sample.servedBy()
                + "<"
                + sample.accessingNode());
        return period;
      }
    };
  }

  /** Pages 0, 1, 2, 3, 0 … of four; every other access of page 3 writes. */
  private static Lab fourPages(int order) {
    return new Lab()
        .workload(
            "four",
            context -> {
              var process = context.process("four");
              process.map("heap", 4L << order << 12, order, Placement.on(1));
              int[] made = {0};
              process.task(
                  "four",
                  batch -> {
                    while (batch.room() > 0 && made[0] < ACCESSES) {
                      long folio = made[0] % 4;
                      // In a large folio, its second page.
                      long page = (folio << order) + (order > 0 ? 1 : 0);
                      batch.add(Access.of(page, made[0] % 8 == 3, 0));
                      made[0]++;
                    }
                    return batch.to() > batch.from();
                  });
            });
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 4})
  void theAccessThatEndsTheCountIsTheSample(int order) throws Exception {
    List<String> seen = new ArrayList<>();
    fourPages(order)
        .source("pmu", context -> context.onSample(every(4, seen, 0)))
        .simulation()
        .run();

    long page = order == 0 ? 3 : (3 << order) + 1;
    assertThat(seen).hasSize(ACCESSES / 4);
    assertThat(seen.subList(0, 3)).containsExactly(page + "w1<0", page + "r1<0", page + "w1<0");
  }

  @Test
  void samplesAreTheTasksOwnExpense() throws Exception {
    RunResult without = fourPages(0).simulation().run();
    RunResult with =
        fourPages(0)
            .source("pmu", context -> context.onSample(every(100, new ArrayList<>(), 1000)))
            .simulation()
            .run();

    // 200 samples of 1 us.
    assertThat(with.total().cpuNs().get("task:pmi")).isEqualTo(200_000);
    assertThat(with.runtimeNs() - without.runtimeNs()).isEqualTo(200_000);
    assertThat(without.total().cpuNs()).doesNotContainKey("task:pmi");
    assertThat(with.invariants()).isEqualTo("ok");
  }

  @Test
  void twoSamplersCountByThemselves() throws Exception {
    List<String> often = new ArrayList<>();
    List<String> seldom = new ArrayList<>();
    fourPages(0)
        .source("one", context -> context.onSample(every(7, often, 10)))
        .source("other", context -> context.onSample(every(1000, seldom, 10)))
        .simulation()
        .run();

    assertThat(often).hasSize(ACCESSES / 7);
    assertThat(seldom).hasSize(20).allMatch(sample -> sample.startsWith("3"));
  }

  @Test
  void aSamplerThatCountsBackwardsIsQuarantined() throws Exception {
    RunResult result =
        fourPages(0)
            .source("pmu", context -> context.onSample(every(0, new ArrayList<>(), 0)))
            .simulation()
            .run();

    assertThat(result.quarantined()).hasSize(1);
    assertThat(result.quarantined().get(0).why()).contains("next sample after 0 accesses");
    assertThat(result.invariants()).isEqualTo("ok");
  }

  private static void count(SourceContext context, int node, Map<Long, Long> counts) {
    context.onDeviceAccess(
        node,
        (AddressSpaceView mm, long[] accesses, int count, long nowNs) -> {
          for (int i = 0; i < count; i++) {
            counts.merge(Access.page(accesses[i]), 1L, Long::sum);
          }
        });
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 4})
  void aDeviceSeesWhatItServesAndNothingElse(int order) throws Exception {
    Map<Long, Long> slow = new java.util.TreeMap<>();
    Map<Long, Long> fast = new java.util.TreeMap<>();
    RunResult result =
        fourPages(order)
            .source(
                "chmu",
                context -> {
                  count(context, 1, slow);
                  count(context, 0, fast);
                })
            .simulation()
            .run();

    assertThat(slow).hasSize(4).allSatisfy((page, count) -> assertThat(count).isEqualTo(5000));
    assertThat(fast).isEmpty();
    assertThat(result.hash())
        .isEqualTo(fourPages(order).source("chmu", c -> {}).simulation().run().hash());
  }

  @Test
  void whoHasLeftSeesNothing() throws Exception {
    List<String> seen = new ArrayList<>();
    RunResult result =
        fourPages(0)
            .source("pmu", context -> context.onSample(every(1, seen, 0)))
            .change(new ScriptedChange(new ScriptedChange.AtTime(1_000_000), List.of(), null, null))
            .simulation()
            .run();

    assertThat(result.simulatedNs()).isGreaterThan(2_000_000);
    assertThat((double) seen.size() / ACCESSES).isBetween(0.01, 0.5);
  }
}
