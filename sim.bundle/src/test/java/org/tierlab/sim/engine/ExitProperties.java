package org.tierlab.sim.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.tierlab.api.hotness.FaultEvidence;
import org.tierlab.api.hotness.HotnessEvents;
import org.tierlab.api.hotness.SourceContext;
import org.tierlab.api.memory.AddressSpaceView;
import org.tierlab.api.memory.Vma;
import org.tierlab.api.policy.Batching;
import org.tierlab.api.policy.MigrationPlan;
import org.tierlab.api.policy.PolicyContext;
import org.tierlab.api.policy.Reason;
import org.tierlab.api.policy.TargetRule;
import org.tierlab.api.workload.Placement;
import org.tierlab.api.workload.WorkloadContext;
import org.tierlab.sim.Lab;
import org.tierlab.sim.Machines;
import org.tierlab.sim.result.RunResult;

/**
 * Processes that come and go at random while every page of theirs is marked, in the hotness store,
 * queued or in flight: nothing is lost, and nothing leaks.
 */
class ExitProperties {
  private static final int PAGES = 128;

  private final List<String> violations = new ArrayList<>();
  private long marked;
  private long exitedInQueue;
  private long exitedInStore;

  private void check(Object context) {
    String verdict = new Invariants(((PluginContext) context).engine).check();
    if (!verdict.equals("ok")) {
      violations.add(verdict);
    }
  }

  private void markAndPublish(SourceContext context) {
    var thread = context.kthread("scan");
    HotnessEvents events = new HotnessEvents();
    long[] all = {-1, -1};
    Runnable[] scan = new Runnable[1];
    scan[0] =
        () -> {
          check(context);
          for (AddressSpaceView mm : context.addressSpaces()) {
            events.clear();
            for (long page = 0; page < mm.pages(); page += mm.vmaOf(page).folioPages()) {
              events.add(mm, page, mm.vmaOf(page).folioPages(), 1, -1, -1, -1, 0, context.nowNs());
            }
            context.publish(events);
            marked += context.pageTable(mm).markProtNone(0, 2, all);
          }
          thread.charge(1000);
          thread.after(150_000, scan[0]);
        };
    context.onHintFault(fault -> fault.consult(new FaultEvidence().tiering(1000)));
    thread.after(20_000, scan[0]);
  }

  private void moveBackAndForth(PolicyContext context) {
    var thread = context.kthread("move");
    var queue = context.candidates();
    HotnessEvents events = new HotnessEvents();
    Runnable[] work = new Runnable[1];
    work[0] =
        () -> {
          check(context);
          thread.charge(500);
          context.hotness().poll(events, 300);
          for (int i = 0; i < events.size(); i++) {
            AddressSpaceView mm = context.addressSpace(events.mm(i));
            exitedInStore += mm != null && mm.exited() ? 1 : 0;
            if (mm != null) {
              queue.add(mm, events.firstPage(i), -1);
            }
          }
          MigrationPlan plan =
              new MigrationPlan(Reason.PROMOTION, Batching.BATCHED, TargetRule.MIN_WATERMARK);
          queue.drainTo(plan, 60, (int) context.random().nextLong(2));
          for (int i = 0; i < plan.size(); i++) {
            exitedInQueue += plan.mm(i).exited() ? 1 : 0;
          }
          if (plan.size() == 0) {
            thread.after(50_000, work[0]);
          } else {
            context.migrate(plan, thread, report -> thread.after(10_000, work[0]));
          }
        };
    thread.after(0, work[0]);
    context.onHintFault(fault -> 1 - fault.residentNode());
  }

  private static void process(WorkloadContext context, int i, int draw) {
    int order = draw % 3 == 0 ? 4 : 0;
    var process = context.process("p" + i).startsAt(i == 0 ? 0 : draw % 40 * 100_000L);
    Vma vma = process.map("heap", PAGES * 4096L, order, Placement.on(draw % 2));
    process.task("t", ProcessesTest.touching(vma, i == 0 ? 16_000 : 50 + draw % 7000));
  }

  @Property(tries = 10)
  void nothingIsLostAndNothingLeaks(
      @ForAll @Size(min = 2, max = 12) List<@IntRange(min = 0, max = 1_000_000) Integer> draws) {
    violations.clear();
    RunResult result =
        new Lab()
            .machine(Machines.twoNodes(4096, 4096, 4))
            .source("s", this::markAndPublish)
            .policy("p", this::moveBackAndForth)
            .engine(
                "e",
                64,
                (batch, report) -> {
                  for (int i = 0; i < batch.folios(); i++) {
                    report.done(i, 300_000 + 5_000.0 * i);
                  }
                })
            .workload(
                "w",
                context -> {
                  for (int i = 0; i < draws.size(); i++) {
                    process(context, i, draws.get(i));
                  }
                })
            .run();

    assertThat(violations).isEmpty();
    assertThat(result.invariants()).isEqualTo("ok");
    assertThat(result.quarantined()).isEmpty();
    assertThat(result.processes()).hasSize(draws.size());
    // The last process to end keeps its memory; all others have given theirs back.
    long resident =
        result.processes().values().stream().flatMap(List::stream).mapToLong(n -> n).sum();
    assertThat(resident).isLessThanOrEqualTo(PAGES);
  }

  @net.jqwik.api.Example
  void exitsDoHitMarkedQueuedAndStoredPages() {
    nothingIsLostAndNothingLeaks(List.of(0, 200_011, 300_107, 400_313, 17, 90_023));

    assertThat(marked).isPositive();
    assertThat(exitedInStore + exitedInQueue).isPositive();
  }
}
