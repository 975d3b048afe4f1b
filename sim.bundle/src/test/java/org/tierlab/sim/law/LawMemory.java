package org.tierlab.sim.law;

import java.util.List;
import java.util.SplittableRandom;
import org.tierlab.api.knob.KnobSet;
import org.tierlab.api.memory.Vma;
import org.tierlab.api.time.RandomStream;
import org.tierlab.sim.experiment.CostModel;
import org.tierlab.sim.experiment.MachineSpec;
import org.tierlab.sim.experiment.NodeSpec;
import org.tierlab.sim.ledger.Ledger;
import org.tierlab.sim.machine.Machine;
import org.tierlab.sim.memory.AddressSpace;
import org.tierlab.sim.memory.LruLists;

/** A process on two nodes, all of it on node 1, without an engine. */
final class LawMemory {
  final AddressSpace mm;
  private final Vma vma;

  LawMemory(long pages, int order) {
    Ledger ledger = new Ledger();
    Machine machine =
        new Machine(
            new MachineSpec(
                "memory",
                List.of(
                    new NodeSpec(NodeSpec.Kind.DRAM, 16384 * 4096, 100, 72, 1),
                    new NodeSpec(NodeSpec.Kind.CXL, 16384 * 4096, 250, 26, 0)),
                List.of(),
                10,
                KnobSet.of(CostModel.class).defaults()),
            ledger);
    LruLists lru = new LruLists(2);
    mm = new AddressSpace(0, "p", -1, machine, ledger, lru, (space, page) -> {});
    vma = new Vma("heap", 0, pages, 1 << 21, order, Vma.Kind.ANONYMOUS, true, 0);
    mm.map(vma);
    mm.seal();
    lru.add(mm);
    mm.populate(vma, 1);
  }

  /** Clears both bits of a folio: a migration entry comes and goes, the bits are lost. */
  void clear(long head) {
    int node = mm.store().nodeOf(head);
    mm.reserve(head, node);
    mm.endMigration(head, node, node, false, mm.store().entry(head) & ~3);
  }

  Vma vma() {
    return vma;
  }

  static RandomStream random(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    return new RandomStream() {
      @Override
      public long nextLong() {
        return random.nextLong();
      }

      @Override
      public long nextLong(long bound) {
        return random.nextLong(bound);
      }

      @Override
      public double nextDouble() {
        return random.nextDouble();
      }
    };
  }
}
