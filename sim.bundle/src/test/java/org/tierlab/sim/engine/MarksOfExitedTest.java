package org.tierlab.sim.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.tierlab.api.hotness.SourceContext;
import org.tierlab.api.memory.AddressSpaceView;
import org.tierlab.api.memory.Vma;
import org.tierlab.api.workload.Access;
import org.tierlab.api.workload.Placement;
import org.tierlab.api.workload.WorkloadContext;
import org.tierlab.sim.Lab;
import org.tierlab.sim.result.RunResult;

/** What a source has marked of a process goes with the process. */
class MarksOfExitedTest {
  private final List<Integer> kept = new ArrayList<>();

  private static void process(WorkloadContext context, String name, int accesses) {
    var process = context.process(name);
    Vma heap = process.map("heap", 64 * 4096, 0, Placement.on(1));
    int[] left = {accesses};
    process.task(
        name,
        batch -> {
          while (left[0] > 0 && batch.room() > 0) {
            batch.add(Access.of(heap.firstPage() + left[0]-- % 64, false, 1000));
          }
          return batch.to() > batch.from();
        });
  }

  private void mark(SourceContext context) {
    Attachment self = ((PluginContext) context).self;
    var thread = context.kthread("kmarkd");
    Runnable[] work = new Runnable[1];
    List<AddressSpaceView> seen = new ArrayList<>();
    work[0] =
        () -> {
          seen.addAll(context.addressSpaces());
          for (AddressSpaceView mm : seen) {
            long[] all = {-1L};
            context.pageTable(mm).markProtNone(0, 1, all);
          }
          kept.add(self.marks.addressSpaces());
          thread.after(500_000, work[0]);
        };
    thread.after(500_000, work[0]);
  }

  @Test
  void goesWithIt() {
    RunResult result =
        new Lab()
            .workload(
                "three",
                context -> {
                  process(context, "long", 10_000);
                  process(context, "short", 1000);
                  process(context, "shorter", 500);
                })
            .source("mark", this::mark)
            .run();

    assertThat(result.invariants()).isEqualTo("ok");
    assertThat(kept.get(0)).isEqualTo(3);
    assertThat(kept.get(kept.size() - 1)).isEqualTo(1);
    assertThat(kept).isSortedAccordingTo((a, b) -> b - a);
  }
}
