package org.tierlab.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.tierlab.api.memory.Vma;
import org.tierlab.api.workload.Access;
import org.tierlab.api.workload.AddressSpaceBuilder;
import org.tierlab.api.workload.Placement;

class RecordingWorkloadTest {
  private final RecordingWorkload context =
      new RecordingWorkload(new FakeMachine().dram(64, 1).cxl(64), 1, Path.of("inputs"), Map.of());

  @Test
  void mappingsAreRoundedUpToWholeFolios() {
    AddressSpaceBuilder process = context.process("p");
    Vma small = process.map("small", 4097, 0, Placement.on(1));
    Vma large = process.map("large", 1, 4, Placement.firstTouch());
    assertThat(small.pages()).isEqualTo(2);
    assertThat(large.firstPage()).isEqualTo(16);
    assertThat(large.pages()).isEqualTo(16);
    assertThat(large.startAddress() % 65536).isZero();
    assertThat(large.startAddress()).isGreaterThanOrEqualTo(small.startAddress() + 8192);
    assertThat(context.processes().get(0).placement(small)).isEqualTo(Placement.on(1));
    assertThat(context.processes().get(0).mapped(2)).isFalse();
    assertThatThrownBy(() -> process.map("nowhere", 1, 0, Placement.on(2)))
        .hasMessageContaining("no node 2");
  }

  @Test
  void tasksDrawUntilTheirGeneratorEnds() {
    AddressSpaceBuilder process = context.process("p");
    process.map("heap", 8192, 0, Placement.on(0));
    int[] left = {3};
    process
        .task(
            "t",
            batch -> {
              if (left[0]-- == 0) {
                return false;
              }
              batch.add(Access.of(1, true, 0));
              return true;
            })
        .expectedAccesses(3);
    RecordedTask task = context.tasks().get(0);
    assertThat(task.draw(2)).hasSize(2);
    assertThat(task.finished()).isFalse();
    assertThat(task.draw(100)).hasSize(1);
    assertThat(task.finished()).isTrue();
    assertThat(context.accessUnit()).isEmpty();
    context.accessUnit("misses");
    assertThat(context.accessUnit()).isEqualTo("misses");
    assertThat(context.file("a.txt")).isEqualTo(Path.of("inputs", "a.txt"));
  }
}
