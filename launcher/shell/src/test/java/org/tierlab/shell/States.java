package org.tierlab.shell;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.tierlab.command.experiment.ExperimentPlan;
import org.tierlab.sim.experiment.Experiment;
import org.tierlab.sim.experiment.MachineSpec;
import org.tierlab.sim.experiment.NodeSpec;
import org.tierlab.sim.experiment.PluginSetting;
import org.tierlab.sim.plugin.Change;
import org.tierlab.sim.plugin.LoggedChange;
import org.tierlab.sim.plugin.PluginKind;
import org.tierlab.sim.result.NodeResult;
import org.tierlab.sim.result.Participant;
import org.tierlab.sim.result.Quarantined;
import org.tierlab.sim.result.RunResult;
import org.tierlab.sim.result.Summary;

/** States of a made-up run on two nodes with the plug-ins scan, promote, demote and kernel. */
public final class States {

  private States() {}

  /** What is run. */
  public static ExperimentPlan plan() {
    MachineSpec machine =
        new MachineSpec(
            "two nodes",
            List.of(
                new NodeSpec(NodeSpec.Kind.DRAM, 8 << 20, 100, 72, 4),
                new NodeSpec(NodeSpec.Kind.CXL, 64 << 20, 250, 26, 0)),
            List.of(),
            10,
            org.tierlab.api.knob.KnobSet.of(org.tierlab.sim.experiment.CostModel.class).defaults());
    return new ExperimentPlan(
        new Experiment(
            "demo",
            machine,
            PluginSetting.of("replay"),
            -1,
            List.of(PluginSetting.of("scan")),
            List.of(PluginSetting.of("promote"), PluginSetting.of("demote")),
            PluginSetting.of("kernel"),
            3,
            List.of(),
            10_000_000_000L,
            java.nio.file.Path.of("/")),
        1);
  }

  /** The run at a time: 100 accesses a millisecond, one fourth of them on node 1. */
  public static RunResult at(long ms) {
    return at(ms, false, "");
  }

  /** The same, over. */
  public static RunResult ended(long ms, boolean complete, String stopped) {
    return at(ms, complete, stopped);
  }

  private static RunResult at(long ms, boolean complete, String stopped) {
    long accesses = 100 * ms;
    List<Long> served = List.of(accesses * 3 / 4, accesses / 4);
    Summary total =
        new Summary(
            0,
            ms * 1_000_000,
            List.of("scan"),
            List.of("promote", "demote"),
            "kernel",
            accesses,
            served,
            2 * ms,
            ms,
            new TreeMap<>(Map.of("idle", 3e6 * ms, "kscand", 2.5e5 * ms, "kswapd1", 0.0)),
            1e6,
            2e6);
    List<Participant> participants = new ArrayList<>();
    participants.add(
        participant(
            "source", "scan", "1.0.0", Map.of("period_ms", 400L, "size_mb", 256, "version", 7)));
    participants.add(
        participant(
            "source", "scan", "0.9.0", Map.of("period_ms", 999L, "size_mb", 1, "version", 7)));
    for (String policy : List.of("promote", "demote")) {
      participants.add(
          participant("policy", policy, "1.0.0", Map.of("numa_balancing", 2, "limit", 12.5)));
    }
    participants.add(participant("engine", "kernel", "1.0.0", Map.of()));
    Change swap = Change.swap(PluginKind.SOURCE, "hint", PluginSetting.of("scan"));
    return new RunResult(
        3,
        complete,
        stopped,
        ms * 1_000_000,
        ms * 1_000_000,
        "accesses",
        total,
        List.of(total),
        List.of(
            new NodeResult(0, 0, 8 << 20, 6 << 20, 0, served.get(0), 0.75, 1),
            new NodeResult(1, 1, 64 << 20, 16 << 20, 0, served.get(1), 0.25, 1)),
        new TreeMap<>(Map.of("0:redis", List.of(1536L, 4096L), "12:hog", List.of(0L, 127L))),
        new TreeMap<>(Map.of("pgpromote_success", 2 * ms, "pgdemote_kswapd", ms, "pgfault", 9L)),
        List.of(new LoggedChange(500_000, 4, swap, "shell", "", "done")),
        participants,
        List.of(new Quarantined("source", "hint", 400_000, "threw IllegalStateException")),
        complete ? "ok" : "not checked",
        complete ? "cafe" : "",
        1);
  }

  private static Participant participant(
      String kind, String name, String version, Map<String, Object> knobs) {
    return new Participant(kind, name, name, knobs, Catalogue.provenance(name, version), Map.of());
  }
}
