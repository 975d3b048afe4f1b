package org.tierlab.sim.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.tierlab.sim.experiment.Experiment;
import org.tierlab.sim.experiment.NodeSpec;
import org.tierlab.sim.ledger.Ledger;
import org.tierlab.sim.machine.Machine;
import org.tierlab.sim.plugin.LoggedChange;
import org.tierlab.sim.plugin.PluginKind;
import org.tierlab.sim.result.Bounds;
import org.tierlab.sim.result.CanonicalHash;
import org.tierlab.sim.result.NodeResult;
import org.tierlab.sim.result.Participant;
import org.tierlab.sim.result.Quarantined;
import org.tierlab.sim.result.RunResult;
import org.tierlab.sim.result.Summary;
import org.tierlab.sim.task.SimTask;

/**
 * Turns the ledger at a safe point into a result. {@link #result} may be called from any thread: it
 * reads only what was published.
 */
final class Report {
  /** The lists that change only when plug-ins do. */
  private record Status(
      List<PhaseStart> phases,
      List<LoggedChange> log,
      List<Participant> participants,
      List<Quarantined> quarantined,
      Bounds bounds) {}

  /** Where a phase began, and who was there. */
  private record PhaseStart(
      Ledger.Page page, List<String> sources, List<String> policies, String engine) {}

  /** What an ended phase came to. It holds as long as all that it was made of is the same. */
  private record Ended(PhaseStart start, PhaseStart next, List<TaskSpeed> tasks, Summary summary) {
    boolean isOf(PhaseStart from, PhaseStart to, List<TaskSpeed> speeds) {
      return start.equals(from) && next.equals(to) && tasks.equals(speeds);
    }
  }

  /** What a task's share of a bound needs to know. */
  private record TaskSpeed(int id, int node, double overlappingMisses) {}

  private final Engine engine;
  private final Experiment experiment;
  private final Ledger ledger;
  private final long startedNanos = System.nanoTime();
  private final int nowSlot;
  private final int finishedSlot;
  private volatile Status status =
      new Status(List.of(), List.of(), List.of(), List.of(), Bounds.NONE);
  private volatile List<TaskSpeed> tasks = List.of();
  private final Map<Integer, Ended> ended = new ConcurrentHashMap<>();
  private volatile String accessUnit = "accesses";
  private volatile String invariants = "not checked: the run is not complete";

  Report(Engine engine, Experiment experiment) {
    this.engine = engine;
    this.experiment = experiment;
    ledger = engine.ledger();
    nowSlot = ledger.slot("clock", "now_ps");
    finishedSlot = ledger.slot("clock", "finished_ps");
    ledger.publish();
  }

  void begin(String unit) {
    accessUnit = unit;
  }

  /** Begins a phase: plug-ins have come or gone. */
  void phase() {
    List<TaskSpeed> speeds = new ArrayList<>();
    for (SimTask task : engine.population().allTasks()) {
      if (!task.background()) {
        speeds.add(new TaskSpeed(task.id(), task.node(), task.overlappingMisses()));
      }
    }
    tasks = List.copyOf(speeds);
    publish();
    PluginSet set = engine.plugins();
    List<String> engines = set.names(PluginKind.ENGINE);
    PhaseStart start =
        new PhaseStart(
            ledger.page(),
            set.names(PluginKind.SOURCE),
            set.names(PluginKind.POLICY),
            engines.isEmpty() ? "none" : engines.get(0));
    List<PhaseStart> phases = new ArrayList<>(status.phases);
    if (!phases.isEmpty() && clock(phases.get(phases.size() - 1).page) == clock(start.page)) {
      phases.remove(phases.size() - 1);
    }
    phases.add(start);
    status = status(List.copyOf(phases));
  }

  private Status status(List<PhaseStart> phases) {
    PluginSet set = engine.plugins();
    List<Participant> participants = new ArrayList<>(set.participants());
    participants.addAll(engine.workloads().participants());
    OracleReckoning oracle = engine.oracle();
    return new Status(
        phases,
        engine.log(),
        List.copyOf(participants),
        set.quarantined(),
        new Bounds(set.unattainable(), oracle.bound(), oracle.whyNot()));
  }

  /** Knobs have changed within a phase. */
  void refresh() {
    status = status(status.phases);
  }

  private static long clock(Ledger.Page page) {
    return page.get("clock", "now_ps");
  }

  /** Publishes the ledger: the state of this safe point is what others see from now on. */
  void publish() {
    ledger.set(nowSlot, engine.nowPs());
    ledger.set(finishedSlot, engine.finishedPs());
    ledger.publish();
  }

  void finish(String verdict) {
    invariants = verdict;
    refresh();
    publish();
  }

  RunResult result(boolean complete) {
    // In this order, so that no phase begins after the page.
    Status now = status;
    Ledger.Page page = ledger.page();
    Summary total =
        now.phases.isEmpty()
            ? summary(new PhaseStart(page, List.of(), List.of(), "none"), page, page, tasks)
            : total(now.phases.get(0), page);
    Map<String, List<Long>> processes = processes(page);
    boolean finished = complete && engine.stopReason().isEmpty();
    RunResult result =
        new RunResult(
            experiment.seed(),
            finished,
            engine.stopReason(),
            clock(page) / 1000,
            runtimeNs(page, finished),
            accessUnit,
            total,
            phases(now.phases, page),
            nodes(page, processes),
            processes,
            page.section("vmstat"),
            now.log,
            withStats(now.participants, page),
            now.quarantined,
            invariants,
            "",
            System.nanoTime() - startedNanos - engine.oracle().passNanos(),
            now.bounds);
    return finished ? CanonicalHash.seal(result) : result;
  }

  /** Phases that took time, and the one that goes on. A session in a shell may have thousands. */
  private List<Summary> phases(List<PhaseStart> starts, Ledger.Page page) {
    List<Summary> phases = new ArrayList<>();
    for (int i = 0; i + 1 < starts.size(); i++) {
      if (clock(starts.get(i + 1).page) > clock(starts.get(i).page)) {
        phases.add(ended(i, starts.get(i), starts.get(i + 1)));
      }
    }
    if (!starts.isEmpty()) {
      PhaseStart last = starts.get(starts.size() - 1);
      phases.add(summary(last, last.page, page, tasks));
    }
    return List.copyOf(phases);
  }

  private Summary ended(int index, PhaseStart start, PhaseStart next) {
    List<TaskSpeed> speeds = tasks;
    Ended known = ended.get(index);
    if (known == null || !known.isOf(start, next, speeds)) {
      known = new Ended(start, next, speeds, summary(start, start.page, next.page, speeds));
      ended.put(index, known);
    }
    return known.summary;
  }

  private static long runtimeNs(Ledger.Page page, boolean finished) {
    long end = page.get("clock", "finished_ps");
    return (finished && end > 0 ? end : clock(page)) / 1000;
  }

  /** Totals of the run carry the names of its first phase. */
  private Summary total(PhaseStart first, Ledger.Page end) {
    return summary(first, new Ledger().page(), end, tasks);
  }

  private Summary summary(
      PhaseStart names, Ledger.Page from, Ledger.Page to, List<TaskSpeed> speeds) {
    List<Long> served = new ArrayList<>();
    long accesses = 0;
    for (int node = 0; node < experiment.machine().nodes().size(); node++) {
      long count = difference(from, to, "node_accesses", Integer.toString(node));
      served.add(count);
      accesses += count;
    }
    Map<String, Double> cpuNs = new TreeMap<>();
    to.section("cpu_ps")
        .forEach((payer, ps) -> cpuNs.put(payer, (ps - from.get("cpu_ps", payer)) / 1000.0));
    return new Summary(
        clock(from) / 1000,
        clock(to) / 1000,
        names.sources,
        names.policies,
        names.engine,
        accesses,
        List.copyOf(served),
        difference(from, to, "moved", "promotions"),
        difference(from, to, "moved", "demotions"),
        cpuNs,
        boundNs(from, to, speeds, true),
        boundNs(from, to, speeds, false));
  }

  private static long difference(Ledger.Page from, Ledger.Page to, String section, String name) {
    return to.get(section, name) - from.get(section, name);
  }

  /**
   * The time that the foreground tasks' work takes if one node served everything at idle latency:
   * that of the longest task, or of all work spread over the CPUs, whichever is more.
   */
  private double boundNs(Ledger.Page from, Ledger.Page to, List<TaskSpeed> speeds, boolean fast) {
    Machine machine = engine.machine();
    double longest = 0;
    double sum = 0;
    for (TaskSpeed task : speeds) {
      String id = Integer.toString(task.id);
      double best = fast ? Double.MAX_VALUE : 0;
      for (int node = 0; node < machine.nodes(); node++) {
        double ns = machine.idleAccessNs(task.node, node);
        best = fast ? Math.min(best, ns) : Math.max(best, ns);
      }
      double ns =
          difference(from, to, "task_gap_ps", id) / 1000.0
              + difference(from, to, "task_accesses", id) * best / task.overlappingMisses;
      longest = Math.max(longest, ns);
      sum += ns;
    }
    return Math.max(longest, sum / machine.cpus());
  }

  private List<NodeResult> nodes(Ledger.Page page, Map<String, List<Long>> processes) {
    List<NodeResult> found = new ArrayList<>();
    long all = 0;
    for (long count : page.section("node_accesses").values()) {
      all += count;
    }
    for (int id = 0; id < experiment.machine().nodes().size(); id++) {
      NodeSpec spec = experiment.machine().nodes().get(id);
      String name = Integer.toString(id);
      long accesses = page.get("node_accesses", name);
      long bytes = accesses * 64 + page.get("node_copy_bytes", name);
      long resident = 0;
      for (List<Long> process : processes.values()) {
        resident += process.get(id);
      }
      found.add(
          new NodeResult(
              id,
              engine.machine().node(id).tier(),
              spec.capacityBytes(),
              resident * 4096,
              page.get("node_file", name) * 4096,
              accesses,
              all == 0 ? 0 : (double) accesses / all,
              clock(page) == 0 ? 0 : bytes / (clock(page) / 1000.0)));
    }
    return found;
  }

  private Map<String, List<Long>> processes(Ledger.Page page) {
    Map<String, List<Long>> found = new TreeMap<>();
    int nodes = experiment.machine().nodes().size();
    page.section("resident")
        .forEach(
            (key, pages) -> {
              int colon = key.lastIndexOf(':');
              List<Long> perNode =
                  found.computeIfAbsent(
                      key.substring(0, colon),
                      unused -> new ArrayList<>(java.util.Collections.nCopies(nodes, 0L)));
              perNode.set(Integer.parseInt(key.substring(colon + 1)), pages);
            });
    return found;
  }

  private static List<Participant> withStats(List<Participant> all, Ledger.Page page) {
    List<Participant> found = new ArrayList<>();
    SortedMap<String, Long> counted = page.section("plugin");
    for (Participant one : all) {
      String prefix = one.kind() + ':' + one.name();
      Map<String, Long> stats = new TreeMap<>();
      // The character behind the colon ends what begins with the prefix and a colon.
      counted
          .subMap(prefix + ':', prefix + ';')
          .forEach(
              (key, value) -> {
                if (value != 0) {
                  stats.put(key.substring(prefix.length() + 1), value);
                }
              });
      found.add(
          new Participant(
              one.kind(), one.name(), one.plugin(), one.knobs(), one.provenance(), stats));
    }
    return List.copyOf(found);
  }
}
