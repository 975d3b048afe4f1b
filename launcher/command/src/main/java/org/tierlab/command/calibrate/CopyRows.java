package org.tierlab.command.calibrate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.tierlab.command.CommandFailure;
import org.tierlab.command.calibrate.Constant.Part;
import org.tierlab.command.study.StudyTable.Row;
import org.tierlab.sim.experiment.CostModel;
import org.tierlab.sim.experiment.NodeSpec;

/**
 * Throughput of {@code move_pages()} on an idle host, by the unmodified kernel and by copy threads,
 * and of copies between buffers. The model of a call is the simulator's: pipeline, engines {@code
 * kernel} and {@code multithread}, an idle CPU for each worker.
 */
final class CopyRows implements RowModel {
  private static final Pattern THREADS = Pattern.compile("mt_([1-9]\\d?)_gbps");
  private static final String ENGINE = "multithread";
  private static final String VANILLA = "vanilla_gbps";
  private static final int BASE_PAGES_64K = 16;
  private static final int BASE_PAGES_2M = 512;
  private static final double PAGE = 4096;

  /** Base pages that close a batch of the unmodified kernel, and of the series. */
  private static final int KERNEL_BATCH = 512;

  private static final int SERIES_BATCH = 262_144;

  private static final int RATE = 0;
  private static final int CALL = 1;
  private static final int FOLIO = 2;
  private static final int PATH = 3;
  private static final int WORKER_RATE = 4;
  private static final int WAKEUP = 5;
  private static final int CONTENTION = 6;
  private static final int QUEUE = 7;
  private static final int PIECE = 8;

  /** A throughput; folios are 0 for a copy between buffers, threads 0 for the unmodified kernel. */
  private record Copy(int folios, int pages, int threads) {}

  private final BaseMachine base;
  private final double nodeGbps;
  private final int cpus;
  private final List<Copy> copies = new ArrayList<>();
  private final List<Measurement> rows = new ArrayList<>();
  private final List<String> leftOut = new ArrayList<>();

  CopyRows(MeasuredTables tables, BaseMachine base) {
    this.base = base;
    List<NodeSpec> dram =
        base.spec().nodes().stream().filter(node -> node.kind() == NodeSpec.Kind.DRAM).toList();
    List<NodeSpec> nodes = dram.isEmpty() ? base.spec().nodes() : dram;
    nodeGbps = nodes.stream().mapToDouble(NodeSpec::bandwidthGBps).min().orElseThrow();
    cpus = base.spec().nodes().stream().mapToInt(NodeSpec::cpus).max().orElseThrow();
    int busy = 0;
    for (Row row : tables.of(MeasuredTables.Form.MOVE)) {
      if (row.word("host", List.of("idle", "busy")).equals("busy")) {
        busy++;
      } else {
        addCalls(row);
      }
    }
    if (busy > 0) {
      leftOut.add(busy + " rows of a busy host: they depend on what else ran");
    }
    addCopies(tables.of(MeasuredTables.Form.COPY));
  }

  private void addCalls(Row row) {
    int folios = row.whole("folios", 1 << 20);
    boolean huge = row.word("folio", List.of("64KB", "2MB")).equals("2MB");
    int before = rows.size();
    for (String column : row.cells().keySet()) {
      Matcher threads = THREADS.matcher(column);
      boolean several = threads.matches();
      if ((several || column.equals(VANILLA)) && row.has(column)) {
        Copy copy =
            new Copy(
                folios,
                huge ? BASE_PAGES_2M : BASE_PAGES_64K,
                several ? Integer.parseInt(threads.group(1)) : 0);
        if (copy.threads() > cpus) {
          throw CommandFailure.input(
              "%s: column '%s' is of %d threads, expected at most %d, the CPUs of a node of %s"
                  .formatted(row.place(), column, copy.threads(), cpus, base.name()));
        }
        String what = several ? "threads " + copy.threads() : "unmodified";
        String name = "move_pages, %d x %s, %s".formatted(folios, row.cells().get("folio"), what);
        copies.add(copy);
        rows.add(new Measurement(row.line(), name, row.positive(column), "GB/s"));
      }
    }
    if (rows.size() == before) {
      throw CommandFailure.input(
          row.place() + ": no throughput, expected one in vanilla_gbps or mt_THREADS_gbps");
    }
  }

  private void addCopies(List<Row> measured) {
    int small = 0;
    for (Row row : measured) {
      int kib = row.whole("size_kib", Integer.MAX_VALUE);
      int threads = row.whole("threads", 4096);
      double gbps = row.positive("copy_gbps");
      if (kib * 1024.0 <= base.spec().costs().complexCacheBytes()) {
        small++;
      } else {
        copies.add(new Copy(0, kib / 4, threads));
        String name = "copy, %d KiB, threads %d".formatted(kib, threads);
        rows.add(new Measurement(row.line(), name, gbps, "GB/s"));
      }
    }
    if (small > 0) {
      leftOut.add(small + " copies of buffers that fit into complex_cache_bytes");
    }
  }

  /** What is not looked at, a sentence each. */
  List<String> leftOut() {
    return leftOut;
  }

  @Override
  public List<Measurement> rows() {
    return rows;
  }

  @Override
  public List<Constant> constants() {
    CostModel costs = base.spec().costs();
    double folioNs = costs.isolateNs() + costs.unmapNs() + costs.remapNs();
    List<Part> parts =
        List.of(
            new Part("costs.isolate_ns", costs.isolateNs() / folioNs),
            new Part("costs.unmap_ns", costs.unmapNs() / folioNs),
            new Part("costs.remap_ns", costs.remapNs() / folioNs));
    List<Constant> all = new ArrayList<>();
    all.add(new Constant("costs.copy_thread_gbps", costs.copyThreadGBps(), 0.01, 1e4, 0.01, ""));
    all.add(new Constant("plugins.policy.move-pages.call_ns", base.callNs(), 0, 1e9, 1000, "ns"));
    all.add(
        new Constant("costs.isolate_ns + unmap_ns + remap_ns", folioNs, 0, 1e7, 50, "ns", parts));
    all.add(new Constant("costs.copy_path_gbps", costs.copyPathGBps(), 0.01, 1e6, 0.01, ""));
    if (base.knows(ENGINE)) {
      all.add(worker("worker_rate", 0.01, 1, 0.01, ""));
      all.add(worker("wakeup_ns", 0, 1e8, 1000, "ns"));
      all.add(worker("contention_threads", 1, 1e6, 1, ""));
      all.add(worker("queue_ns", 0, 1e6, 100, "ns"));
      all.add(worker("piece_ns", 0, 1e6, 100, "ns"));
    }
    return all;
  }

  private Constant worker(String knob, double least, double most, double grain, String unit) {
    double now = base.engineKnob(ENGINE, knob);
    return new Constant("plugins.engine." + ENGINE + "." + knob, now, least, most, grain, unit);
  }

  @Override
  public List<double[]> starts() {
    double most = rows.stream().mapToDouble(Measurement::value).max().orElse(1);
    double one = 0;
    for (int i = 0; i < rows.size(); i++) {
      one = copies.get(i).threads() <= 1 ? Math.max(one, rows.get(i).value()) : one;
    }
    int constants = constants().size();
    List<double[]> starts = new ArrayList<>();
    for (double path : new double[] {most, 4 * most}) {
      for (double wakeup : new double[] {3000, 60_000}) {
        for (double contention : new double[] {8, 60}) {
          double rate = one > 0 ? one : most / 4;
          double[] start = {rate, 20_000, 1000, path, 0.8, wakeup, contention, 2000, 500};
          starts.add(Arrays.copyOf(start, constants));
        }
      }
    }
    return starts;
  }

  @Override
  public double[] predict(double[] values) {
    double[] predicted = new double[copies.size()];
    for (int i = 0; i < predicted.length; i++) {
      Copy copy = copies.get(i);
      predicted[i] = copy.folios() == 0 ? gbps(copy.threads(), values) : callGbps(copy, values);
    }
    return predicted;
  }

  /** What threads that copy in their own context reach together. */
  private double gbps(int threads, double[] values) {
    return Math.min(threads * values[RATE], Math.min(values[PATH], nodeGbps));
  }

  private double callGbps(Copy copy, double[] values) {
    CostModel costs = base.spec().costs();
    int batchPages = copy.threads() == 0 ? KERNEL_BATCH : SERIES_BATCH;
    int batchFolios = Math.max(1, batchPages / copy.pages());
    // One task has the process's translations, on another CPU than the caller.
    double batchNs = costs.migrateBatchNs() + costs.flushBaseNs() + costs.flushTargetNs();
    double ns = values[CALL];
    for (int left = copy.folios(); left > 0; left -= batchFolios) {
      int folios = Math.min(left, batchFolios);
      double bytes = folios * copy.pages() * PAGE;
      ns += batchNs + folios * values[FOLIO];
      ns +=
          copy.threads() == 0
              ? bytes / gbps(1, values)
              : workersNs(folios, bytes, copy.threads(), values);
    }
    return copy.folios() * copy.pages() * PAGE / ns;
  }

  /**
   * Until the last worker ends. Later ones begin later; folios that are left over go to the first.
   */
  private double workersNs(int folios, double bytes, int threads, double[] values) {
    double own = values[WORKER_RATE] * gbps(1, values) / (1 + (threads - 1) / values[CONTENTION]);
    double rate = Math.min(own, Math.min(gbps(threads, values) / threads, complexGbps(threads)));
    double endNs = 0;
    for (int worker : new int[] {folios % threads - 1, threads - 1}) {
      boolean more = worker < threads - 1;
      int pieces = folios < threads ? folios : folios / threads + (more ? 1 : 0);
      double share = folios < threads ? 1.0 / threads : (double) pieces / folios;
      if (worker >= 0) {
        double readyNs = (worker + 1) * values[QUEUE] + values[WAKEUP];
        endNs = Math.max(endNs, readyNs + pieces * values[PIECE] + share * bytes / rate);
      }
    }
    return endNs;
  }

  /** A worker's share of the fullest core complex, workers taking complexes in turn. */
  private double complexGbps(int threads) {
    CostModel costs = base.spec().costs();
    int complexCpus = Math.min(costs.complexCpus(), cpus);
    int complexes = Math.min(threads, (cpus + complexCpus - 1) / complexCpus);
    int fullest = (threads + complexes - 1) / complexes;
    return costs.complexCopyGBps() / fullest;
  }
}
