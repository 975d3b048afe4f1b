package org.tierlab.engine.multithread;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.HashMap;
import java.util.Map;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.tierlab.api.copy.WorkerTime;
import org.tierlab.api.copy.WorkerTime.Account;
import org.tierlab.api.knob.KnobException;
import org.tierlab.api.knob.KnobSet;
import org.tierlab.api.knob.Knobs;
import org.tierlab.testkit.FakeCopyBatch;
import org.tierlab.testkit.FakeMachine;
import org.tierlab.testkit.RecordingCopyReport;

/**
 * Worked cases with round constants: 100 ns to queue an item, 1000 ns to wake a worker, 10 ns a
 * piece, 4 bytes/ns a worker without contention.
 */
class MultithreadCopyEngineTest {
  private static final Offset<Double> EXACT = within(1e-4);
  private static final KnobSet<MultithreadCopyKnobs> KNOBS = KnobSet.of(MultithreadCopyKnobs.class);

  private final FakeMachine machine = new FakeMachine().dram(1024, 8).complexes(8, 1000);

  private static MultithreadCopyKnobs knobs(Map<String, ?> values) {
    Map<String, Object> all = new HashMap<>();
    all.put("queue_ns", 100);
    all.put("wakeup_ns", 1000);
    all.put("piece_ns", 10);
    all.put("worker_rate", 1);
    all.put("contention_threads", 1e9);
    all.putAll(values);
    return KNOBS.bind(all);
  }

  private RecordingCopyReport copy(FakeCopyBatch batch, Map<String, ?> values) {
    RecordingCopyReport report = new RecordingCopyReport(batch.folios());
    new MultithreadCopyEngine(Knobs.fixed(knobs(values)), machine)
        .copy(batch.throughput(4, 1000), report);
    assertThat(report.copied()).isEqualTo(batch.folios());
    return report;
  }

  private static void assertAllDoneAt(double ns, RecordingCopyReport report, int folios) {
    for (int i = 0; i < folios; i++) {
      assertThat(report.offsetNs(i)).isCloseTo(ns, EXACT);
    }
  }

  @Test
  void allFoliosAreDoneWhenTheSlowestWorkerIs() {
    RecordingCopyReport report = copy(FakeCopyBatch.of(4, 0), Map.of());

    // The last of four is queued at 400 and runs from 1400 on for 1024 + 10.
    assertAllDoneAt(2434, report, 4);
    assertThat(report.initiatorNs()).isEqualTo(400);
    assertThat(report.workers())
        .extracting(WorkerTime::fromNs)
        .containsExactly(1100.0, 1200.0, 1300.0, 1400.0);
    assertThat(report.workers())
        .allSatisfy(worker -> assertThat(worker.cpuNs()).isCloseTo(1034, EXACT));
  }

  @Test
  void oneFolioFewerThanThreadsIsCut() {
    RecordingCopyReport report = copy(FakeCopyBatch.of(3, 0), Map.of());

    // A quarter of each of three: 3072 bytes and three pieces.
    assertAllDoneAt(1400 + 768 + 30, report, 3);
  }

  @Test
  void oneFolioMoreMakesTheFirstWorkerTheSlowest() {
    RecordingCopyReport report = copy(FakeCopyBatch.of(5, 0), Map.of());

    assertAllDoneAt(1100 + 2048 + 20, report, 5);
  }

  @Test
  void oneThreadIsSlowerThanTheInitiatorByItself() {
    RecordingCopyReport report = copy(FakeCopyBatch.of(2, 0), Map.of("limit_mt_num", 1));

    assertAllDoneAt(1100 + 2048 + 20, report, 2);
  }

  @Test
  void contentionLowersTheRateOfEach() {
    // Three beside one, and three halve the rate: 2 bytes/ns each.
    RecordingCopyReport report =
        copy(FakeCopyBatch.of(4, 0), Map.of("contention_threads", 3, "worker_rate", 0.5));

    assertAllDoneAt(1400 + 4096 + 10, report, 4);
  }

  @Test
  void theNodesLimitIsShared() {
    FakeCopyBatch batch = FakeCopyBatch.of(4, 0);
    RecordingCopyReport report = new RecordingCopyReport(4);

    new MultithreadCopyEngine(Knobs.fixed(knobs(Map.of())), machine)
        .copy(batch.throughput(4, 8), report);

    assertAllDoneAt(1400 + 2048 + 10, report, 4);
  }

  @Test
  void spreadingOverComplexesScalesAndPackingDoesNot() {
    machine.complexes(4, 4);

    // Two complexes: two workers each, 2 bytes/ns a worker.
    RecordingCopyReport spread = copy(FakeCopyBatch.of(4, 0), Map.of());
    assertAllDoneAt(1400 + 2048 + 10, spread, 4);
    assertThat(spread.cacheFillComplexes()).isEqualTo(2);

    // All four in one: 1 byte/ns.
    RecordingCopyReport packed = copy(FakeCopyBatch.of(4, 0), Map.of("placement", "packed"));
    assertAllDoneAt(1400 + 4096 + 10, packed, 4);
    assertThat(packed.cacheFillComplexes()).isEqualTo(1);

    // The fifth goes to the second complex; the first stays the slower one.
    RecordingCopyReport five =
        copy(FakeCopyBatch.of(5, 0), Map.of("placement", "packed", "limit_mt_num", 5));
    assertAllDoneAt(1500 + 4096 + 10, five, 5);
    assertThat(five.cacheFillComplexes()).isEqualTo(2);
  }

  @Test
  void idleCpusOnlyStartsNoMoreWorkersThanCpusAreIdle() {
    machine.idleCpus(0, 3).runnableTasks(0, 5);
    Map<String, Boolean> idleOnly = Map.of("idle_cpus_only", true);

    assertThat(copy(FakeCopyBatch.of(8, 0), idleOnly).workers()).hasSize(3);
    machine.idleCpus(0, 4);
    assertThat(copy(FakeCopyBatch.of(8, 0), idleOnly).workers()).hasSize(4);
    machine.idleCpus(0, 5);
    assertThat(copy(FakeCopyBatch.of(8, 0), idleOnly).workers()).hasSize(4);
  }

  @Test
  void withoutIdleCpuTheInitiatorCopiesFolioAfterFolio() {
    machine.idleCpus(0, 0).runnableTasks(0, 8);

    RecordingCopyReport report =
        copy(FakeCopyBatch.of(2, 0).resumingAfter(1e6), Map.of("idle_cpus_only", true));

    assertThat(report.workers()).isEmpty();
    assertThat(report.offsetNs(0)).isEqualTo(1024);
    assertThat(report.offsetNs(1)).isEqualTo(2048);
    assertThat(report.initiatorNs()).isEqualTo(2048);
    assertThat(report.cacheFillBytes()).isEqualTo(16_384);
  }

  @Test
  void unboundWorkersWithoutIdleCpuTakeTurns() {
    machine.idleCpus(0, 0).runnableTasks(0, 8);

    RecordingCopyReport report = copy(FakeCopyBatch.of(4, 0), Map.of());

    // One thread more than the eight CPUs have: 8/9 of a CPU for four times 1034 ns.
    assertAllDoneAt(1100 + 4 * 1034 * 9 / 8.0, report, 4);
    assertThat(report.workers())
        .extracting(WorkerTime::fromNs)
        .satisfiesExactly(
            from -> assertThat(from).isCloseTo(1100, EXACT),
            from -> assertThat(from).isCloseTo(1100 + 1163.25, EXACT),
            from -> assertThat(from).isCloseTo(1100 + 2 * 1163.25, EXACT),
            from -> assertThat(from).isCloseTo(1100 + 3 * 1163.25, EXACT));
    assertThat(report.workersNs().get("kworker/u:migrate")).isCloseTo(4 * 1034.0, EXACT);
  }

  @Test
  void unboundWorkersBeyondTheIdleCpusTakeTurnsOnOneMore() {
    machine.idleCpus(0, 2).runnableTasks(0, 6);

    RecordingCopyReport report = copy(FakeCopyBatch.of(4, 0), Map.of());

    // Workers 2 and 3 share the initiator's CPU; 8 × 1 / 7 is more than one CPU.
    assertAllDoneAt(1300 + 2 * 1034, report, 4);
  }

  @Test
  void highPriorityWorkersPreempt() {
    machine.idleCpus(0, 0).runnableTasks(0, 8);

    RecordingCopyReport report = copy(FakeCopyBatch.of(4, 0), Map.of("workqueue", "highpri"));

    // 1.25^20 against 1: 98.9 % of the CPU each.
    double share = 86.7362 / 87.7362;
    assertThat(report.lastOffsetNs()).isCloseTo(1400 + 1034 / share, within(0.01));
    assertThat(report.workers()).allMatch(worker -> worker.nice() == -20);
    assertThat(report.workersNs()).containsOnlyKeys("kworker/H:migrate");
  }

  @Test
  void moreHighPriorityWorkersThanCpusRunOneAfterTheOther() {
    FakeMachine small = new FakeMachine().dram(1024, 2).complexes(2, 1000);
    RecordingCopyReport report = new RecordingCopyReport(4);

    new MultithreadCopyEngine(Knobs.fixed(knobs(Map.of("workqueue", "highpri"))), small)
        .copy(FakeCopyBatch.of(4, 0).throughput(4, 1000), report);

    // The fourth follows the second, which began at 1200.
    assertAllDoneAt(1200 + 2 * 1034, report, 4);
  }

  @Test
  void theInitiatorSleepsAndWaitsForACpu() {
    RecordingCopyReport report = copy(FakeCopyBatch.of(4, 0).resumingAfter(5e5), Map.of());

    assertAllDoneAt(2434 + 500_000, report, 4);
    assertThat(report.initiatorNs()).isEqualTo(400);
  }

  @Test
  void initiatorsPriorityReplacesTheWorkqueues() {
    Map<String, Object> inherited =
        Map.of("workqueue", "highpri", "priority", "initiator", "initiator_nice", 19);
    machine.idleCpus(0, 0).runnableTasks(0, 8);

    RecordingCopyReport report = copy(FakeCopyBatch.of(1, 0), inherited);

    assertThat(report.workers()).allMatch(worker -> worker.nice() == 19);
    // 1.25^-19 against 1 is 1.42 %: a quarter of a page takes longer than 256 + 10 ns by 70 times.
    assertThat(report.lastOffsetNs()).isBetween(1400 + 69 * 266.0, 1400 + 72 * 266.0);
  }

  @Test
  void timeIsOnTheInitiatorsAccountIfAskedTo() {
    assertThat(copy(FakeCopyBatch.of(4, 0), Map.of()).workers())
        .allMatch(worker -> worker.account() == Account.WORKQUEUE);
    assertThat(copy(FakeCopyBatch.of(4, 0), Map.of("cpu_account", "initiator")).workers())
        .hasSize(4)
        .allMatch(worker -> worker.account() == Account.INITIATOR);
  }

  @Test
  void nonTemporalStoresHalveTheCacheUse() {
    assertThat(copy(FakeCopyBatch.of(4, 0), Map.of()).cacheFillBytes()).isEqualTo(32_768);
    assertThat(copy(FakeCopyBatch.of(4, 0), Map.of("stores", "non-temporal")).cacheFillBytes())
        .isEqualTo(16_384);
  }

  @Test
  void freeCpusChooseTheNumberThatEndsFirst() {
    Map<String, Object> free = Map.of("thread_count", "free-cpus", "limit_mt_num", 64);

    // A page takes 1024 ns in place: no worker is awake by then.
    assertThat(copy(FakeCopyBatch.of(1, 0), free).workers()).isEmpty();
    // 8 pages, 8192 ns in place: 100 k + 1000 + 8192/k + 80/k is least at k = 8, the CPUs.
    assertThat(copy(FakeCopyBatch.of(8, 0), free).workers()).hasSize(8);
    // 2 pages: cut in k, 100 k + 1000 + 2048/k + 20 is least at k = 4 or 5: 1932 and 1929.6.
    assertThat(copy(FakeCopyBatch.of(2, 0), free).workers()).hasSize(5);
    machine.idleCpus(0, 3).runnableTasks(0, 5);
    assertThat(copy(FakeCopyBatch.of(8, 0), free).workers()).hasSize(3);
    machine.idleCpus(0, 0).runnableTasks(0, 8);
    assertThat(copy(FakeCopyBatch.of(8, 0), free).workers()).isEmpty();
  }

  @Test
  void limitHasBounds() {
    assertThat(KNOBS.defaults().limitMtNum()).isEqualTo(4);
    assertThat(knobs(Map.of("limit_mt_num", 64)).limitMtNum()).isEqualTo(64);
    assertThatThrownBy(() -> knobs(Map.of("limit_mt_num", 65)))
        .isInstanceOf(KnobException.class)
        .hasMessage("knob 'limit_mt_num' is '65', expected a whole number from 1 to 64");
    assertThatThrownBy(() -> knobs(Map.of("limit_mt_num", 0))).isInstanceOf(KnobException.class);
  }

  @Test
  void aBatchIsAPmdUnlessRaised() {
    assertThat(new MultithreadCopyEngine(Knobs.fixed(KNOBS.defaults()), machine).batchPages())
        .isEqualTo(512);
    assertThat(
            new MultithreadCopyEngine(
                    Knobs.fixed(knobs(Map.of("nr_max_batched_migration", 262_144))), machine)
                .batchPages())
        .isEqualTo(262_144);
  }
}
