package org.tierlab.command.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.tierlab.sim.plugin.LoggedChange;
import org.tierlab.sim.result.NodeResult;
import org.tierlab.sim.result.OracleBound;
import org.tierlab.sim.result.Participant;
import org.tierlab.sim.result.Quarantined;
import org.tierlab.sim.result.RunResult;
import org.tierlab.sim.result.Summary;

/** One run's part of the result document. */
final class RunDocument {

  private RunDocument() {}

  static Map<String, @Nullable Object> of(RunResult result) {
    Map<String, @Nullable Object> run = new LinkedHashMap<>();
    run.put("seed", result.seed());
    run.put("partial", !result.complete());
    run.put("stopped", result.stopped());
    run.put("simulated_s", seconds(result.simulatedNs()));
    run.put("wall_s", seconds(result.wallNs()));
    run.put("accesses", result.total().accesses());
    run.put("access_unit", result.accessUnit());
    run.put("runtime_s", seconds(result.runtimeNs()));
    run.put("all_fast_s", seconds(result.total().allFastNs()));
    OracleBound oracle = result.bounds().oracle();
    run.put("oracle_s", oracle == null ? null : (Double) seconds(oracle.runtimeNs()));
    run.put("all_slow_s", seconds(result.total().allSlowNs()));
    run.put("unattainable", result.bounds().unattainable());
    run.put("promotions", result.total().promotions());
    run.put("demotions", result.total().demotions());
    run.put("nodes", result.nodes().stream().map(RunDocument::node).toList());
    run.put("processes", result.processes());
    run.put("vmstat", result.vmstat());
    run.put("cpu_s", cpu(result.total()));
    run.put("phases", result.phases().stream().map(RunDocument::phase).toList());
    run.put("swaps", swaps(result));
    run.put("plugins", plugins(result));
    run.put("quarantined", quarantined(result));
    run.put("invariants", result.invariants());
    run.put("hash", result.hash().isEmpty() ? null : result.hash());
    return run;
  }

  static Map<String, Object> node(NodeResult node) {
    Map<String, Object> keys = new LinkedHashMap<>();
    keys.put("id", node.id());
    keys.put("tier", node.tier());
    keys.put("capacity_bytes", node.capacityBytes());
    keys.put("resident_bytes", node.residentBytes());
    keys.put("file_bytes", node.fileBytes());
    keys.put("accesses", node.accesses());
    keys.put("access_share", finite(node.accessShare()));
    keys.put("bandwidth_gbps", finite(node.bandwidthGBps()));
    return keys;
  }

  private static Map<String, Object> phase(Summary phase) {
    Map<String, Object> keys = new LinkedHashMap<>();
    keys.put("from_s", seconds(phase.fromNs()));
    keys.put("to_s", seconds(phase.toNs()));
    keys.put("sources", phase.sources());
    keys.put("policies", phase.policies());
    keys.put("engine", phase.engine());
    keys.put("accesses", phase.accesses());
    keys.put("node_accesses", phase.nodeAccesses());
    List<Double> shares = new ArrayList<>();
    phase.nodeAccesses().forEach(count -> shares.add(finite((double) count / phase.accesses())));
    keys.put("access_share", shares);
    keys.put("promotions", phase.promotions());
    keys.put("demotions", phase.demotions());
    keys.put("cpu_s", cpu(phase));
    keys.put("all_fast_s", seconds(phase.allFastNs()));
    keys.put("all_slow_s", seconds(phase.allSlowNs()));
    return keys;
  }

  private static Map<String, Double> cpu(Summary summary) {
    Map<String, Double> seconds = new LinkedHashMap<>();
    summary.cpuNs().forEach((payer, ns) -> seconds.put(payer, seconds(ns)));
    return seconds;
  }

  static List<Map<String, Object>> swaps(RunResult result) {
    return result.changes().stream().map(RunDocument::swap).toList();
  }

  private static Map<String, Object> swap(LoggedChange logged) {
    Map<String, Object> keys = new LinkedHashMap<>();
    keys.put("at_s", seconds(logged.atNs()));
    keys.put("action", logged.change().action().name().toLowerCase(Locale.ROOT));
    keys.put("kind", logged.change().kind().word());
    if (logged.change().oldName() != null) {
      keys.put("old", logged.change().oldName());
    }
    if (logged.change().setting() != null) {
      keys.put("new", logged.change().setting().name());
      keys.put("plugin", logged.change().setting().plugin());
      keys.put("knobs", logged.change().setting().knobs());
    }
    keys.put("origin", logged.origin());
    keys.put("sha256", logged.sha256());
    keys.put("outcome", logged.outcome());
    return keys;
  }

  static List<Map<String, Object>> plugins(RunResult result) {
    return result.participants().stream().map(RunDocument::plugin).toList();
  }

  private static Map<String, Object> plugin(Participant participant) {
    Map<String, Object> keys = new LinkedHashMap<>();
    keys.put("kind", participant.kind());
    keys.put("name", participant.name());
    keys.put("plugin", participant.plugin());
    keys.put("bundle", participant.provenance().bundle());
    keys.put("version", participant.provenance().version());
    keys.put("sha256", participant.provenance().sha256());
    keys.put("knobs", participant.knobs());
    keys.put("stats", participant.stats());
    return keys;
  }

  static List<Map<String, Object>> quarantined(RunResult result) {
    return result.quarantined().stream().map(RunDocument::quarantined).toList();
  }

  private static Map<String, Object> quarantined(Quarantined plugin) {
    Map<String, Object> keys = new LinkedHashMap<>();
    keys.put("kind", plugin.kind());
    keys.put("name", plugin.name());
    keys.put("at_s", seconds(plugin.atNs()));
    keys.put("why", plugin.why());
    return keys;
  }

  private static double seconds(long ns) {
    return ns / 1e9;
  }

  private static double seconds(double ns) {
    return finite(ns / 1e9);
  }

  /** JSON has no word for a quotient by zero; a share of nothing is nothing. */
  private static double finite(double value) {
    return Double.isFinite(value) ? value : 0;
  }
}
