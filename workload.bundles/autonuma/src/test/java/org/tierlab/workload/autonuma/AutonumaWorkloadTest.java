package org.tierlab.workload.autonuma;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tierlab.api.knob.KnobException;
import org.tierlab.api.knob.KnobSet;
import org.tierlab.api.workload.Access;
import org.tierlab.testkit.FakeMachine;
import org.tierlab.testkit.RecordedProcess;
import org.tierlab.testkit.RecordedTask;
import org.tierlab.testkit.RecordingWorkload;

class AutonumaWorkloadTest {
  private static RecordingWorkload built(Map<String, ?> values) {
    FakeMachine machine = new FakeMachine().dram(1 << 20, 4).cxl(1 << 20).dram(1 << 20, 4);
    RecordingWorkload context = new RecordingWorkload(machine, 1, Path.of("."), values);
    new AutonumaWorkload(KnobSet.of(AutonumaKnobs.class).bind(values)).build(context);
    return context;
  }

  private static long[] pages(RecordedTask task) {
    return Arrays.stream(task.draw(1 << 20)).map(Access::page).toArray();
  }

  @ParameterizedTest
  @CsvSource({
    "numa01, 2, 4, 50",
    "numa01-threadlocal, 2, 4, 1000",
    "numa02, 1, 8, 1000",
    "numa02-smt, 1, 4, 1000",
  })
  void programsHaveTheirThreadsAndLoops(String variant, int processes, int threads, long loops) {
    RecordingWorkload context = built(Map.of("variant", variant, "size", 8 * 4096));

    assertThat(context.processes()).hasSize(processes);
    for (RecordedProcess process : context.processes()) {
      assertThat(process.pages()).isEqualTo(8);
      assertThat(process.tasks()).hasSize(threads);
      long pages = variant.equals("numa01") ? 8 : 8 / threads;
      assertThat(process.tasks()).allMatch(task -> task.expectedAccesses() == pages * loops);
    }
  }

  @Test
  void threadsOfNuma01PassOverAllMemory() {
    RecordingWorkload context = built(Map.of("size", 3 * 4096, "loops", 2));

    for (RecordedTask task : context.tasks()) {
      assertThat(pages(task)).containsExactly(0, 1, 2, 0, 1, 2);
    }
  }

  @Test
  void othersHaveTheirPartAndEveryPageBelongsToOne() {
    RecordingWorkload context =
        built(Map.of("variant", "numa02", "size", 10 * 4096, "loops", 1, "threads", 4));

    assertThat(context.tasks().stream().map(AutonumaWorkloadTest::pages))
        .containsExactly(
            new long[] {0, 1}, new long[] {2, 3, 4}, new long[] {5, 6}, new long[] {7, 8, 9});
  }

  @Test
  void storesWithTheGap() {
    RecordedTask task = built(Map.of("size", 4096, "loops", 3, "gap", 9)).tasks().get(0);

    assertThat(task.draw(100))
        .containsExactly(Access.of(0, true, 9), Access.of(0, true, 9), Access.of(0, true, 9));
  }

  @Test
  void threadsStartWhereAskedTo() {
    assertThat(built(Map.of("threads", 2)).tasks())
        .extracting(RecordedTask::startNode)
        .containsExactly(-1, -1, -1, -1);
    assertThat(built(Map.of("threads", 3, "thread_placement", "nodes")).tasks())
        .extracting(RecordedTask::startNode)
        .containsExactly(0, 2, 0, 0, 2, 0);
    assertThat(built(Map.of("threads", 2, "thread_placement", "processes")).tasks())
        .extracting(RecordedTask::startNode)
        .containsExactly(0, 0, 2, 2);
  }

  @Test
  void aThreadNeedsAPage() {
    assertThat(built(Map.of("variant", "numa02", "size", 8 * 4096)).tasks()).hasSize(8);
    assertThatThrownBy(() -> built(Map.of("variant", "numa02", "size", 7 * 4096)))
        .isInstanceOf(KnobException.class)
        .hasMessageContaining("7 pages for 8 threads");
  }
}
