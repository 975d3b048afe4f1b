package org.tierlab.sim.memory;

import java.util.ArrayList;
import java.util.List;
import org.tierlab.api.knob.KnobSet;
import org.tierlab.api.memory.LruBatch;
import org.tierlab.api.memory.Vma;
import org.tierlab.sim.experiment.CostModel;
import org.tierlab.sim.experiment.MachineSpec;
import org.tierlab.sim.experiment.NodeSpec;
import org.tierlab.sim.experiment.NodeSpec.Kind;
import org.tierlab.sim.ledger.Ledger;
import org.tierlab.sim.machine.Machine;

/** Two nodes of 4096 pages and processes on them, without an engine. */
final class Memory {
  final Ledger ledger = new Ledger();
  final Machine machine =
      new Machine(
          new MachineSpec(
              "memory",
              List.of(
                  new NodeSpec(Kind.DRAM, 4096 * 4096, 100, 72, 1),
                  new NodeSpec(Kind.CXL, 4096 * 4096, 250, 26, 0)),
              List.of(),
              10,
              KnobSet.of(CostModel.class).defaults()),
          ledger);
  final LruLists lru = new LruLists(2);
  final List<AddressSpace> mms = new ArrayList<>();
  final List<Long> lostMarks = new ArrayList<>();

  /** A process with one mapping. */
  AddressSpace process(long pages, int order) {
    AddressSpace mm =
        new AddressSpace(
            mms.size(), "p", -1, machine, ledger, lru, (space, page) -> lostMarks.add(page));
    mm.map(new Vma("heap", 0, pages, 1 << 21, order, Vma.Kind.ANONYMOUS, true, 0));
    mm.seal();
    mms.add(mm);
    lru.add(mm);
    return mm;
  }

  /** Pages taken at a node, by whatever. */
  long taken(int node) {
    return machine.node(node).capacityPages() - machine.node(node).freePages();
  }

  long listed(int node) {
    return lru.of(node).activePages() + lru.of(node).inactivePages();
  }

  static List<Long> pages(LruBatch batch) {
    List<Long> pages = new ArrayList<>();
    for (int i = 0; i < batch.size(); i++) {
      pages.add(batch.page(i));
    }
    return pages;
  }
}
