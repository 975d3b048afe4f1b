package org.tierlab.sim.hotness;

import java.util.List;
import org.tierlab.api.knob.KnobSet;
import org.tierlab.api.memory.AddressSpaceView;
import org.tierlab.sim.experiment.CostModel;
import org.tierlab.sim.experiment.MachineSpec;
import org.tierlab.sim.experiment.NodeSpec;
import org.tierlab.sim.ledger.Ledger;
import org.tierlab.sim.machine.Machine;
import org.tierlab.sim.memory.AddressSpace;
import org.tierlab.sim.memory.LruLists;

/** An address space for events to refer to. */
final class Mms {
  static final AddressSpaceView FIRST = first();

  private Mms() {}

  private static AddressSpace first() {
    Ledger ledger = new Ledger();
    MachineSpec spec =
        new MachineSpec(
            "one node",
            List.of(new NodeSpec(NodeSpec.Kind.DRAM, 1 << 20, 100, 10, 1)),
            List.of(),
            10,
            KnobSet.of(CostModel.class).defaults());
    return new AddressSpace(
        0, "p", -1, new Machine(spec, ledger), ledger, new LruLists(1), (mm, page) -> {});
  }
}
