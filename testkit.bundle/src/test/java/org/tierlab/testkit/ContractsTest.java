package org.tierlab.testkit;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.tierlab.api.RunContext;
import org.tierlab.api.copy.CopyBatch;
import org.tierlab.api.copy.CopyEngine;
import org.tierlab.api.copy.CopyReport;
import org.tierlab.api.copy.EngineSpec;
import org.tierlab.api.knob.Knob;
import org.tierlab.api.workload.Access;
import org.tierlab.api.workload.AccessLaw;
import org.tierlab.api.workload.AddressSpaceBuilder;
import org.tierlab.api.workload.Placement;
import org.tierlab.api.workload.Workload;
import org.tierlab.api.workload.WorkloadContext;
import org.tierlab.api.workload.WorkloadSpec;

/** The least engine and the least workload pass their contracts. */
class ContractsTest {
  record EngineKnobs(
      @Knob(value = "1.5", min = 1, max = 2, about = "Divides the throughput.") double slowdown) {}

  /** Copies folio after folio in the initiating thread. */
  static final class SerialEngine implements CopyEngine {
    @Override
    public EngineSpec spec() {
      return new EngineSpec(EngineKnobs.class);
    }

    private double slowdown;

    @Override
    public void attach(RunContext context) {
      slowdown = context.knobs(EngineKnobs.class).get().slowdown();
    }

    @Override
    public int batchPages() {
      return 512;
    }

    @Override
    public void copy(CopyBatch batch, CopyReport report) {
      double ns = 0;
      for (int i = 0; i < batch.folios(); i++) {
        ns += batch.bytes(i) * slowdown / batch.cpuCopyGBps(1);
        report.done(i, ns);
      }
      report.chargeInitiator(ns);
    }
  }

  record WorkloadKnobs(
      @Knob(min = 1, max = 1000, about = "Accesses.") int accesses,
      @Knob(value = "true", about = "Whether they write.") boolean write) {}

  /** Accesses random pages. */
  static final class RandomWorkload implements Workload {
    @Override
    public WorkloadSpec spec() {
      return new WorkloadSpec(WorkloadKnobs.class, "accesses");
    }

    @Override
    public void build(WorkloadContext context) {
      WorkloadKnobs knobs = context.knobs(WorkloadKnobs.class).get();
      AddressSpaceBuilder process = context.process("p");
      process.map("unused", 4096, 0, Placement.on(0));
      long first = process.map("heap", 100 * 4096, 0, Placement.firstTouch()).firstPage();
      int[] left = {knobs.accesses()};
      var random = context.random("pages");
      process
          .task(
              "t",
              batch -> {
                if (left[0] == 0) {
                  return false;
                }
                left[0]--;
                batch.add(Access.of(first + random.nextLong(100), knobs.write(), 0));
                return true;
              })
          .expectedAccesses(knobs.accesses())
          .law(
              new AccessLaw(
                  List.of(
                      new AccessLaw.Phase(
                          knobs.accesses(),
                          0,
                          List.of(
                              new AccessLaw.Component(
                                  first, 100, 1, 1, new AccessLaw.Uniform()))))));
    }
  }

  @Nested
  class Engines extends CopyEngineContract {
    @Override
    protected CopyEngine create() {
      return new SerialEngine();
    }
  }

  @Nested
  class Workloads extends WorkloadContract {
    @Override
    protected Workload create() {
      return new RandomWorkload();
    }

    @Override
    protected Map<String, ?> knobs() {
      return Map.of("accesses", 500);
    }
  }
}
