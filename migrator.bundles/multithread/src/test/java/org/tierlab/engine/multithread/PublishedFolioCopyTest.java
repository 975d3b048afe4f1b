package org.tierlab.engine.multithread;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.tierlab.api.knob.KnobSet;
import org.tierlab.api.knob.Knobs;
import org.tierlab.testkit.FakeCopyBatch;
import org.tierlab.testkit.FakeMachine;
import org.tierlab.testkit.RecordingCopyReport;

/**
 * The engine by itself against the published throughput of {@code move_pages()} on two NVIDIA Grace
 * CPUs of 72 cores, with the constants of {@code machines/grace-2s.yaml}, which are fitted
 * together, once for all idle rows. The busy rows are predicted with the same constants.
 */
class PublishedFolioCopyTest {
  private static final List<String> FITTED =
      List.of("queue_ns", "wakeup_ns", "piece_ns", "worker_rate", "contention_threads");
  private static final int[] THREADS = {1, 2, 4, 8, 16, 32};
  private static final String GRACE = resource("/machines/grace-2s.yaml");
  private static final double CALL_NS = constant("call_ns");
  private static final double FOLIO_NS =
      constant("isolate_ns") + constant("unmap_ns") + constant("remap_ns");
  private static final double THREAD_GBPS = constant("copy_thread_gbps");
  private static final double PATH_GBPS = constant("copy_path_gbps");

  /** A woken thread beside one task a CPU. */
  private static final double HALF_SLICE_NS = constant("slice_ns") / 2;

  private static String resource(String name) {
    try (InputStream in = PublishedFolioCopyTest.class.getResourceAsStream(name)) {
      assertThat(in).as(name).isNotNull();
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A constant of the machine description: nanoseconds, GB/s or a plain number. */
  private static double constant(String key) {
    Matcher matcher = Pattern.compile(key + ":\\s+value: ([\\d.]+) ?(ns|us|ms)?\\s").matcher(GRACE);
    assertThat(matcher.find()).as(key).isTrue();
    double unit =
        switch (String.valueOf(matcher.group(2))) {
          case "us" -> 1e3;
          case "ms" -> 1e6;
          default -> 1;
        };
    return Double.parseDouble(matcher.group(1)) * unit;
  }

  private record Row(
      long folioBytes,
      boolean busy,
      String workqueue,
      int folios,
      double vanilla,
      List<Double> mt) {

    static Row parse(String line) {
      String[] cells = line.split(",", -1);
      return new Row(
          cells[0].equals("64KB") ? 65_536 : 2 << 20,
          cells[1].equals("busy"),
          cells[2],
          Integer.parseInt(cells[3]),
          Double.parseDouble(cells[4]),
          Arrays.stream(cells, 5, cells.length).map(Double::valueOf).toList());
    }

    Row on(boolean busyHost, String queue) {
      return new Row(folioBytes, busyHost, queue, folios, vanilla, mt);
    }

    double modelled(int threads) {
      FakeMachine grace = new FakeMachine().dram(1 << 20, 72).complexes(72, 1000);
      if (busy) {
        grace.idleCpus(0, 0).runnableTasks(0, 72);
      }
      long[] bytes = new long[folios];
      Arrays.fill(bytes, folioBytes);
      FakeCopyBatch batch = new FakeCopyBatch(bytes).throughput(THREAD_GBPS, PATH_GBPS);
      if (busy) {
        batch.resumingAfter(HALF_SLICE_NS);
      }
      RecordingCopyReport report = new RecordingCopyReport(folios);
      Map<String, Object> knobs = new HashMap<>();
      for (String key : FITTED) {
        knobs.put(key, constant(key));
      }
      knobs.put("limit_mt_num", threads);
      knobs.put("workqueue", workqueue);
      new MultithreadCopyEngine(
              Knobs.fixed(KnobSet.of(MultithreadCopyKnobs.class).bind(knobs)), grace)
          .copy(batch, report);
      return batch.totalBytes() / (CALL_NS + folios * FOLIO_NS + report.lastOffsetNs());
    }
  }

  private static List<Row> rows(Predicate<Row> wanted) {
    List<Row> rows =
        resource("folio-copy.csv").lines().skip(1).map(Row::parse).filter(wanted).toList();
    assertThat(rows).isNotEmpty();
    return rows;
  }

  private static double median(List<Double> values) {
    List<Double> sorted = new ArrayList<>(values);
    sorted.sort(null);
    int middle = sorted.size() / 2;
    return (sorted.get(middle) + sorted.get(sorted.size() - 1 - middle)) / 2;
  }

  @Test
  void idleCellsAgreeToAMedianErrorOfSixPercent() {
    List<Double> errors = new ArrayList<>();
    for (Row row : rows(row -> !row.busy())) {
      for (int i = 0; i < THREADS.length; i++) {
        errors.add(Math.abs(row.modelled(THREADS[i]) / row.mt().get(i) - 1));
      }
    }
    errors.sort(null);

    assertThat(errors).hasSize(36);
    assertThat(median(errors)).isLessThanOrEqualTo(0.06);
    assertThat(errors.get(32)).as("nine cells in ten").isLessThanOrEqualTo(0.18);
  }

  /** The initiator copies folio after folio, with the same constants. */
  @Test
  void theUnmodifiedKernelAgreesWithinFifteenPercent() {
    for (Row row : rows(row -> !row.busy())) {
      double bytes = (double) row.folios() * row.folioBytes();
      double modelled = bytes / (CALL_NS + row.folios() * FOLIO_NS + bytes / THREAD_GBPS);
      assertThat(modelled / row.vanilla()).as(row.toString()).isBetween(0.85, 1.15);
    }
  }

  @Test
  void oneThreadIsSlowerThanTheUnmodifiedKernel() {
    for (Row row : rows(row -> !row.busy())) {
      assertThat(row.modelled(1)).as(row.toString()).isLessThan(row.vanilla());
    }
  }

  /** Cells of a busy host scatter by factors; the median of each row does not. */
  @Test
  void busyRowsAgreeWithinAFactorOfOneAndAHalf() {
    List<Double> medians = new ArrayList<>();
    for (Row row : rows(Row::busy)) {
      List<Double> ratios = new ArrayList<>();
      for (int i = 0; i < THREADS.length; i++) {
        ratios.add(row.modelled(THREADS[i]) / row.mt().get(i));
      }
      medians.add(median(ratios));
      assertThat(median(ratios)).as(row.toString()).isBetween(1 / 1.5, 1.5);
    }
    assertThat(medians).hasSize(10);
    assertThat(median(medians)).isBetween(0.8, 1.25);
  }

  @Test
  void unboundWorkersOnABusyHostGainLittleWithAnyNumberOfThreads() {
    for (Row row : rows(row -> row.busy() && row.workqueue().equals("unbound"))) {
      for (int threads : THREADS) {
        assertThat(row.modelled(threads)).isLessThan(1.1 * row.vanilla());
      }
    }
  }

  /** From 64 folios up and with 8 threads or more: idle, then high priority, then unbound. */
  @Test
  void highPriorityWorkersComeNearAnIdleHostAndUnboundOnesDoNot() {
    for (Row row : rows(row -> row.busy() && row.folios() >= 64)) {
      for (int threads : new int[] {8, 16, 32}) {
        double idle = row.on(false, "unbound").modelled(threads);
        double highpri = row.on(true, "highpri").modelled(threads);
        double unbound = row.on(true, "unbound").modelled(threads);
        assertThat(idle).as(row + " by " + threads).isGreaterThanOrEqualTo(0.9 * highpri);
        assertThat(highpri).as(row + " by " + threads).isGreaterThan(unbound);
      }
    }
  }

  @Test
  void smallBatchesLoseMoreOnABusyHostThanThreadsGain() {
    for (Row row : rows(row -> row.busy() && row.folios() < 64)) {
      assertThat(row.modelled(8)).as(row.toString()).isLessThan(row.vanilla());
    }
  }
}
