package org.tierlab.command;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.tierlab.sim.experiment.PluginSetting;
import org.tierlab.sim.plugin.Change;
import org.tierlab.sim.plugin.LoggedChange;
import org.tierlab.sim.plugin.PluginKind;
import org.tierlab.sim.plugin.Plugins.Provenance;
import org.tierlab.sim.result.Bounds;
import org.tierlab.sim.result.NodeResult;
import org.tierlab.sim.result.OracleBound;
import org.tierlab.sim.result.Participant;
import org.tierlab.sim.result.Quarantined;
import org.tierlab.sim.result.RunResult;
import org.tierlab.sim.result.Summary;

/** Results of runs on two nodes with one swap half-way. */
public final class TestRuns {

  private TestRuns() {}

  /** A run that went well. */
  public static RunResult complete(long seed, long runtimeNs) {
    return result(seed, runtimeNs, true, "", List.of(), "ok", "%064x".formatted(seed));
  }

  /** A run that somebody or something cut short. */
  public static RunResult partial(long seed, String stopped) {
    return result(seed, 1_000_000_000, false, stopped, List.of(), "ok", "");
  }

  /** A run in which a policy was put into quarantine. */
  public static RunResult quarantined(long seed) {
    Quarantined plugin =
        new Quarantined("policy", "promote", 500_000_000, "threw IllegalStateException");
    return result(seed, 1_000_000_000, true, "", List.of(plugin), "ok", "%064x".formatted(seed));
  }

  /** A run whose accounting does not add up. */
  public static RunResult broken(long seed) {
    return result(seed, 1_000_000_000, true, "", List.of(), "node 0 lost 3 pages", "00");
  }

  private static RunResult result(
      long seed,
      long runtimeNs,
      boolean complete,
      String stopped,
      List<Quarantined> quarantined,
      String invariants,
      String hash) {
    Summary first = summary(0, 500_000_000, "scan", List.of(250L, 750L));
    Summary second = summary(500_000_000, runtimeNs, "hint", List.of(750L, 250L));
    Summary total = summary(0, runtimeNs, "hint", List.of(1000L, 1000L));
    Change swap =
        Change.swap(
            PluginKind.SOURCE, "scan", new PluginSetting("hint", Map.of("numa_balancing", 2)));
    return new RunResult(
        seed,
        complete,
        stopped,
        runtimeNs,
        runtimeNs,
        "misses of a filter",
        total,
        List.of(first, second),
        List.of(
            new NodeResult(0, 0, 8 << 20, 6 << 20, 0, 1000, 0.5, 1.25),
            new NodeResult(1, 1, 64 << 20, 12 << 20, 1 << 20, 1000, 0.5, Double.NaN)),
        Map.of("redis", List.of(1536L, 3072L)),
        new TreeMap<>(Map.of("pgpromote_success", 1234L + seed, "pgdemote_kswapd", 0L)),
        List.of(new LoggedChange(500_000_000, 42, swap, "script", "cd", "done")),
        List.of(
            new Participant(
                "source",
                "scan",
                "scan",
                Map.of("period_ms", 400L),
                new Provenance("org.example.scan", "1.2.0", "ab"),
                Map.of("events", 7L))),
        quarantined,
        invariants,
        hash,
        77_000_000,
        new Bounds(List.of(), new OracleBound(runtimeNs / 4.0, 2, 1000), ""));
  }

  private static Summary summary(long from, long to, String source, List<Long> nodeAccesses) {
    return new Summary(
        from,
        to,
        List.of(source),
        List.of("promote", "demote"),
        "kernel",
        nodeAccesses.get(0) + nodeAccesses.get(1),
        nodeAccesses,
        120,
        30,
        new TreeMap<>(Map.of("idle", 1.5e9, "task user", 0.5e9)),
        2e8,
        9e8);
  }
}
