package org.tierlab.sim;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.tierlab.api.knob.KnobSet;
import org.tierlab.sim.experiment.CostModel;
import org.tierlab.sim.experiment.Experiment;
import org.tierlab.sim.experiment.MachineSpec;
import org.tierlab.sim.experiment.NodeSpec;
import org.tierlab.sim.experiment.NodeSpec.Kind;
import org.tierlab.sim.experiment.PluginSetting;

/** Machines and experiments of a size that tests can check by hand. */
public final class Machines {
  private Machines() {}

  public static MachineSpec twoNodes(long fastPages, long slowPages, int cpus) {
    return new MachineSpec(
        "two nodes",
        List.of(
            new NodeSpec(Kind.DRAM, fastPages * 4096, 100, 72, cpus),
            new NodeSpec(Kind.CXL, slowPages * 4096, 250, 26, 0)),
        List.of(),
        10,
        KnobSet.of(CostModel.class).defaults());
  }

  static Experiment experiment(MachineSpec machine, Map<String, Object> workload) {
    return new Experiment(
        "test",
        machine,
        new PluginSetting("uniform", workload),
        -1,
        List.of(),
        List.of(),
        null,
        1,
        List.of(),
        Long.MAX_VALUE,
        Path.of("."));
  }
}
