package org.tierlab.sim.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tierlab.api.hotness.AccessSample;
import org.tierlab.api.hotness.AccessSampler;
import org.tierlab.api.memory.AddressSpaceView;
import org.tierlab.api.memory.Vma;
import org.tierlab.api.policy.Batching;
import org.tierlab.api.policy.MigrationPlan;
import org.tierlab.api.policy.Reason;
import org.tierlab.api.policy.TargetRule;
import org.tierlab.api.time.TaskView;
import org.tierlab.api.workload.Access;
import org.tierlab.api.workload.Placement;
import org.tierlab.api.workload.WorkloadContext;
import org.tierlab.sim.Lab;
import org.tierlab.sim.experiment.AccessMode;
import org.tierlab.sim.result.RunResult;

class PageCacheTest {
  private static final int CALLS = 10_000;

  /** A page of heap and a file of eight pages, read in turn. */
  private static void reader(WorkloadContext context, Placement cache, boolean write, int gap) {
    var process = context.process("reader");
    process.map("heap", 4096, 0, Placement.on(0));
    Vma file = process.open("data", 8 * 4096, 0, cache);
    int[] made = {0};
    process.task(
        "t",
        batch -> {
          while (batch.room() > 0 && made[0] < CALLS) {
            batch.add(Access.of(file.firstPage() + made[0]++ % 8, write, gap));
          }
          return batch.to() > batch.from();
        });
  }

  private static Lab lab(Placement cache, boolean write) {
    return new Lab().workload("w", context -> reader(context, cache, write, 0));
  }

  /** 300 ns of system call, a miss with its walk, and 63 lines at 10.3 or 6 GB/s. */
  @ParameterizedTest
  @CsvSource({"0, 125, 10.3, false", "1, 275, 6, false", "0, 125, 10.3, true", "1, 275, 6, true"})
  void aCallCostsItsEntryAMissAndACopy(int node, double missNs, double rate, boolean write) {
    RunResult result = lab(Placement.on(node), write).run();

    double callNs = 300 + missNs + 4032 / rate;
    assertThat(result.invariants()).isEqualTo("ok");
    assertThat((double) result.runtimeNs()).isCloseTo(CALLS * callNs, within(10.0));
    assertThat(result.total().cpuNs().get("task:syscall")).isCloseTo(CALLS * callNs, within(10.0));
    assertThat(result.total().cpuNs().get("task:user")).isZero();
    assertThat(result.total().nodeAccesses().get(node)).isEqualTo(CALLS);
    // All 64 lines are traffic of the node.
    assertThat(result.nodes().get(node).bandwidthGBps() * result.simulatedNs())
        .isCloseTo(CALLS * 4096.0, within(1.0));
  }

  @Test
  void theResultTellsFilesFromProcesses() {
    RunResult result = lab(Placement.on(1), false).run();
    assertThat(result.processes().get("0:reader")).containsExactly(1L, 0L);
    assertThat(result.processes().get("1:data")).containsExactly(0L, 8L);
    assertThat(result.nodes().get(0).fileBytes()).isZero();
    assertThat(result.nodes().get(1).fileBytes()).isEqualTo(8 * 4096);
    assertThat(result.nodes().get(1).residentBytes()).isEqualTo(8 * 4096);
  }

  /** Eight folios come from storage, 80 us each, while the CPU is idle. */
  @Test
  void whatIsNotCachedComesFromStorage() {
    RunResult cached = lab(Placement.on(0), false).run();
    RunResult cold = lab(Placement.firstTouch(), false).run();
    assertThat(cold.runtimeNs() - cached.runtimeNs()).isEqualTo(8 * 80_000);
    assertThat(cold.total().cpuNs().get("task:syscall"))
        .isEqualTo(cached.total().cpuNs().get("task:syscall"));
    assertThat(cold.vmstat()).containsEntry("pgpgin", 32L);
    assertThat(cold.processes().get("1:data")).containsExactly(8L, 0L);
    assertThat(cold.invariants()).isEqualTo("ok");
  }

  @Test
  void aWriteOfAWholePageDoesNotReadStorage() {
    RunResult cached = lab(Placement.on(0), true).run();
    RunResult cold = lab(Placement.firstTouch(), true).run();
    assertThat(cold.runtimeNs()).isEqualTo(cached.runtimeNs());
    assertThat(cold.vmstat()).doesNotContainKey("pgpgin");
    assertThat(cold.processes().get("1:data")).containsExactly(8L, 0L);
  }

  @Test
  void itIsNoAddressSpaceAndHasNoAccessedBits() {
    List<String> seen = new ArrayList<>();
    lab(Placement.on(1), false)
        .source(
            "s",
            context ->
                context
                    .kthread("k")
                    .after(
                        2_000_000,
                        () -> {
                          context.addressSpaces().forEach(mm -> seen.add(mm.name()));
                          AddressSpaceView cache = context.pageCaches().get(0);
                          seen.add(cache.name() + cache.pages() + cache.vmas().get(0).kind());
                          assertThat(context.addressSpace(cache.id())).isSameAs(cache);
                          long[] plane = new long[1];
                          cache.pageTable().present(0, 1, plane);
                          seen.add(Long.toString(plane[0]));
                          cache.pageTable().accessed(0, 1, plane);
                          seen.add(Long.toString(plane[0]));
                        }))
        .run();
    assertThat(seen).containsExactly("reader", "data8PAGE_CACHE", "255", "0");
  }

  /** A device serves every line of the copy, a counter tags one miss of a call. */
  @Test
  void hardwareSeesTheMemoryThatIsRead() {
    List<String> sampled = new ArrayList<>();
    long[] lines = new long[8];
    lab(Placement.on(1), false)
        .source("pmu", context -> context.onSample(every(1000, sampled)))
        .source(
            "device",
            context ->
                context.onDeviceAccess(
                    1,
                    (mm, accesses, count, nowNs) -> {
                      for (int i = 0; i < count; i++) {
                        assertThat(mm.name()).isEqualTo("data");
                        lines[(int) Access.page(accesses[i])]++;
                      }
                    }))
        .run();
    assertThat(sampled).hasSize(CALLS / 1000).containsOnly("data 7 on 1");
    assertThat(lines).containsOnly(CALLS / 8 * 64L);
  }

  private static AccessSampler every(long period, List<String> seen) {
    return new AccessSampler() {
      @Override
      public long begin(TaskView task) {
        return period;
      }

      @Override
      public long sampled(AccessSample sample) {
        seen.add(sample.mm().name() + " " + sample.page() + " on " + sample.servedBy());
        return period;
      }
    };
  }

  private static RunResult promoted(boolean write, Batching batching) {
    MigrationPlan plan = new MigrationPlan(Reason.DAMON, batching, TargetRule.MIN_WATERMARK);
    return lab(Placement.on(1), write)
        .policy(
            "mover",
            context -> {
              var thread = context.kthread("k");
              thread.after(
                  100_000,
                  () -> {
                    for (int page = 0; page < 8; page++) {
                      plan.add(context.pageCaches().get(0), page, 0);
                    }
                    context.migrate(plan, thread, report -> {});
                  });
            })
        .engine(
            "slow",
            512,
            (batch, report) -> {
              for (int i = 0; i < batch.folios(); i++) {
                report.done(i, 3_000_000);
              }
            })
        .run();
  }

  /** Nothing maps the folios: none is unmapped and no TLB flushed, for one batch of eight. */
  @Test
  void aMigrationOfUnmappedFoliosNeedsNoFlush() {
    RunResult result = promoted(false, Batching.BATCHED);
    assertThat(result.invariants()).isEqualTo("ok");
    assertThat(result.processes().get("1:data")).containsExactly(8L, 0L);
    assertThat(result.nodes().get(0).fileBytes()).isEqualTo(8 * 4096);
    assertThat(result.nodes().get(1).fileBytes()).isZero();
    assertThat(result.total().cpuNs().get("k")).isEqualTo(1500 + 8 * (400 + 600));
    assertThat(result.total().cpuNs().get("task:ipi")).isZero();
  }

  /**
   * Three milliseconds of copying. A writer waits for the lock of the folio; a reader makes calls
   * of 1247 ns at the source instead, each of which takes 816 ns later.
   */
  @Test
  void readsGoOnWhileAFolioIsInFlightAndWritesWait() {
    RunResult reads = promoted(false, Batching.BATCHED);
    RunResult writes = promoted(true, Batching.BATCHED);
    double saved = 3e6 * (300 + 125 + 4032 / 10.3) / (300 + 275 + 4032 / 6.0);
    assertThat((double) (writes.runtimeNs() - reads.runtimeNs())).isCloseTo(saved, within(5000.0));
    assertThat(writes.invariants()).isEqualTo("ok");
  }

  @Test
  void processesOfAWorkloadShareTheCacheOfAFile() {
    RunResult result =
        new Lab()
            .workload(
                "w",
                context -> {
                  reader(context, Placement.firstTouch(), false, 0);
                  reader(context, Placement.firstTouch(), false, 0);
                })
            .run();
    assertThat(result.vmstat()).containsEntry("pgpgin", 32L);
    assertThat(result.processes()).containsOnlyKeys("0:reader", "1:reader-2", "2:data");
    assertThat(result.invariants()).isEqualTo("ok");
  }

  @Test
  void aFileHasOneLength() {
    Lab lab =
        new Lab()
            .workload(
                "w",
                context -> {
                  reader(context, Placement.firstTouch(), false, 0);
                  context.process("q").open("data", 9 * 4096, 0, Placement.firstTouch());
                });
    assertThatThrownBy(lab::run)
        .hasMessageContaining("file 'data' is opened with another length or folio size");
  }

  @Test
  void statisticalModeAndBoundsRefuseFiles() {
    Lab drawn = lab(Placement.on(1), false).mode(AccessMode.STATISTICAL);
    assertThatThrownBy(drawn::run)
        .hasMessage(
            "mode 'statistical' cannot be used: file 'data' is read through its page cache; use"
                + " mode 'exact'");
    Lab bound =
        lab(Placement.on(1), false)
            .bound("all", context -> context.bound().onAccess((task, page, node) -> {}));
    assertThatThrownBy(bound::run).hasMessageContaining("cannot be used with file 'data'");
    RunResult told = lab(Placement.on(1), false).oracle(1000).run();
    assertThat(told.bounds().oracle()).isNull();
    assertThat(told.bounds().whyNot()).startsWith("files are read through the page cache");
  }

  @Test
  void theSameSeedGivesTheSameHash() {
    assertThat(promoted(true, Batching.BATCHED).hash())
        .isEqualTo(promoted(true, Batching.BATCHED).hash())
        .isNotEqualTo(promoted(false, Batching.BATCHED).hash());
  }
}
