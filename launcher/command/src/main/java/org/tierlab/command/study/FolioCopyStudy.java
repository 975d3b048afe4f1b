package org.tierlab.command.study;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.tierlab.command.run.RunFailure;
import org.tierlab.command.stats.Sample;
import org.tierlab.command.study.StudyResult.Finding;
import org.tierlab.command.study.StudyTable.Row;
import org.tierlab.sim.experiment.Experiment;
import org.tierlab.sim.result.RunResult;

/**
 * Throughput of {@code move_pages()} by folios and copy threads. Each cell is a run: a process with
 * so many folios on node 0, one call that moves all of them to node 1, on an idle host or with a
 * busy worker on every CPU.
 */
final class FolioCopyStudy implements Study {
  private static final String MACHINE = "grace-2s";
  private static final String VANILLA = "vanilla_gbps";
  private static final String THREADS = "mt_";
  private static final String GBPS = "_gbps";
  private static final List<String> FOLIOS = List.of("64KB", "2MB");
  private static final List<String> HOSTS = List.of("idle", "busy");
  private static final List<String> QUEUES = List.of("unbound", "highpri");

  private static final String IDLE_THREADS = "idle, several threads";
  private static final String IDLE_VANILLA = "idle, unmodified";
  private static final String BUSY_THREADS = "busy, several threads";
  private static final String BUSY_VANILLA = "busy, unmodified";

  private static final String EXPERIMENT =
      """
      machine: grace-2s
      workload: [{name: static, cold_size: 0 B, node: 0, passes: 2, pause: 400 s}]
      policies: [move-pages]
      engine: kernel
      oracle: never
      limit: 1 s
      """;

  /** A cell to be run. */
  private record Call(String folio, boolean busy, String queue, int folios, int threads) {
    long bytes() {
      return folios * (folio.equals("64KB") ? 65_536L : 2L << 20);
    }

    Experiment experiment(StudyLab lab) {
      Map<String, Object> settings = new LinkedHashMap<>();
      settings.put("workload.0.hot_size", bytes() + " B");
      settings.put("workload.0.order", folio.equals("64KB") ? 4 : 9);
      // Ten times as long as the slowest published call of the unmodified kernel would take.
      settings.put("limit", 100 + bytes() / 500_000 + " ms");
      if (busy) {
        settings.put("workload.1", "stress");
      }
      if (threads > 0) {
        settings.put(
            "engine",
            "{name: multithread, limit_mt_num: %d, workqueue: %s, nr_max_batched_migration: %d}"
                .formatted(threads, queue, 262_144));
      }
      return lab.read("folio-copy", EXPERIMENT, settings);
    }
  }

  FolioCopyStudy() {}

  @Override
  public String name() {
    return "folio-copy";
  }

  @Override
  public String about() {
    return "move_pages() throughput by folios and copy threads, idle and busy host";
  }

  @Override
  public List<String> columns() {
    return List.of("folio", "host", "workqueue", "folios");
  }

  @Override
  public StudyResult run(StudyTable rows, StudyLab lab) throws RunFailure {
    Map<Call, Double> published = new LinkedHashMap<>();
    List<Call> shape = new ArrayList<>();
    for (Row row : rows.rows()) {
      Call call =
          new Call(
              row.word("folio", FOLIOS),
              row.word("host", HOSTS).equals("busy"),
              row.word("workqueue", QUEUES),
              row.whole("folios", 4096),
              0);
      for (String column : rows.columns()) {
        int threads = threads(column);
        if (threads >= 0 && row.has(column)) {
          Call cell = with(call, call.busy(), call.queue(), threads);
          published.put(cell, row.positive(column));
          if (call.busy() && call.folios() >= 64 && threads >= 8) {
            shape.add(cell);
          }
        }
      }
    }
    Map<Call, Sample> simulated = simulate(published.keySet(), shape, lab);
    List<StudyCell> cells = new ArrayList<>();
    published.forEach(
        (call, value) ->
            cells.add(
                new StudyCell(group(call), row(call), column(call), value, of(simulated, call))));
    return new StudyResult(
        name(), MACHINE, claim(), cells, findings(cells, shape, simulated), notes());
  }

  private static String claim() {
    return "With one set of constants, copying by several threads follows the published throughput of"
        + " an idle host, and a busy host takes the gain away from unbound workers while"
        + " high-priority ones keep most of it.";
  }

  private static List<String> notes() {
    return List.of(
        "busy cells scatter by factors (20.27 beside 0.57 in one column): medians of rows are compared,"
            + " not cells; none was looked at for the fit");
  }

  /** Copy threads of a column: 0 for the unmodified kernel, −1 if it holds something else. */
  private static int threads(String column) {
    if (column.equals(VANILLA)) {
      return 0;
    }
    if (!column.startsWith(THREADS) || !column.endsWith(GBPS)) {
      return -1;
    }
    String number = column.substring(THREADS.length(), column.length() - GBPS.length());
    return number.matches("[1-9]\\d?") ? Integer.parseInt(number) : -1;
  }

  private static Call with(Call call, boolean busy, String queue, int threads) {
    return new Call(call.folio(), busy, queue, call.folios(), threads);
  }

  private static Map<Call, Sample> simulate(
      Iterable<Call> published, List<Call> shape, StudyLab lab) throws RunFailure {
    Map<Call, Sample> simulated = new LinkedHashMap<>();
    List<Call> calls = new ArrayList<>();
    published.forEach(calls::add);
    for (Call call : shape) {
      calls.add(with(call, false, "unbound", call.threads()));
      calls.add(with(call, true, "unbound", call.threads()));
      calls.add(with(call, true, "highpri", call.threads()));
    }
    calls = calls.stream().distinct().toList();
    List<List<RunResult>> results =
        lab.run(calls.stream().map(call -> call.experiment(lab)).toList());
    for (int i = 0; i < calls.size(); i++) {
      Call call = calls.get(i);
      simulated.put(
          call,
          new Sample(results.get(i).stream().map(result -> throughput(call, result)).toList()));
    }
    return simulated;
  }

  private static double throughput(Call call, RunResult result) {
    long ns = result.vmstat().getOrDefault(MovePagesPolicy.ELAPSED_NS, 0L);
    if (ns == 0 || result.vmstat().getOrDefault(MovePagesPolicy.FAILED, 0L) != 0) {
      throw new IllegalStateException("move_pages() did not return in " + call);
    }
    return (double) call.bytes() / ns;
  }

  private static String group(Call call) {
    if (call.threads() == 0) {
      return call.busy() ? BUSY_VANILLA : IDLE_VANILLA;
    }
    return call.busy() ? BUSY_THREADS : IDLE_THREADS;
  }

  private static String row(Call call) {
    return "%d x %s, %s, %s"
        .formatted(call.folios(), call.folio(), call.busy() ? "busy" : "idle", call.queue());
  }

  private static String column(Call call) {
    return call.threads() == 0 ? VANILLA : THREADS + call.threads() + GBPS;
  }

  private static List<Finding> findings(
      List<StudyCell> cells, List<Call> shape, Map<Call, Sample> simulated) {
    List<Finding> findings = new ArrayList<>();
    List<Double> idle = StudyResult.errors(of(cells, IDLE_THREADS));
    if (!idle.isEmpty()) {
      findings.add(Findings.atMost("idle, several threads: median error", idle, 0.5, 0.06));
      findings.add(Findings.atMost("idle, several threads: 90th percentile", idle, 0.9, 0.18));
    }
    List<Double> vanilla = StudyResult.errors(of(cells, IDLE_VANILLA));
    if (!vanilla.isEmpty()) {
      findings.add(Findings.atMost("idle, unmodified kernel: largest error", vanilla, 1, 0.15));
    }
    List<Double> factors = rowFactors(of(cells, BUSY_THREADS));
    if (!factors.isEmpty()) {
      double median = StudyResult.quantile(factors, 0.5);
      findings.add(
          new Finding(
              "busy: median over rows of simulated / published is %s, within a factor of 1.5"
                  .formatted(Findings.number(median)),
              median >= 1 / 1.5 && median <= 1.5));
    }
    if (!shape.isEmpty()) {
      long kept = shape.stream().filter(call -> ordered(call, simulated)).count();
      findings.add(
          new Finding(
              ("busy, 64 folios or more by 8 threads or more: idle >= 0.9 x high-priority > unbound in"
                      + " %d of %d cells")
                  .formatted(kept, shape.size()),
              kept == shape.size()));
    }
    return findings;
  }

  private static boolean ordered(Call call, Map<Call, Sample> simulated) {
    double idle = of(simulated, with(call, false, "unbound", call.threads())).mean();
    double unbound = of(simulated, with(call, true, "unbound", call.threads())).mean();
    double highpri = of(simulated, with(call, true, "highpri", call.threads())).mean();
    return idle >= 0.9 * highpri && highpri > unbound;
  }

  private static Sample of(Map<Call, Sample> simulated, Call call) {
    return Objects.requireNonNull(simulated.get(call));
  }

  private static List<StudyCell> of(List<StudyCell> cells, String group) {
    return cells.stream().filter(cell -> cell.group().equals(group)).toList();
  }

  /** The median of simulated over published of each row, in ascending order. */
  private static List<Double> rowFactors(List<StudyCell> cells) {
    Map<String, List<Double>> byRow = new LinkedHashMap<>();
    for (StudyCell cell : cells) {
      byRow
          .computeIfAbsent(cell.row(), row -> new ArrayList<>())
          .add(cell.simulated().mean() / cell.published());
    }
    return byRow.values().stream()
        .map(row -> StudyResult.quantile(row.stream().sorted().toList(), 0.5))
        .sorted()
        .toList();
  }
}
