package org.tierlab.workload.stress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.tierlab.api.knob.KnobException;
import org.tierlab.api.knob.KnobSet;
import org.tierlab.api.workload.Access;
import org.tierlab.api.workload.AccessLaw;
import org.tierlab.testkit.FakeMachine;
import org.tierlab.testkit.RecordedProcess;
import org.tierlab.testkit.RecordedTask;
import org.tierlab.testkit.RecordingWorkload;
import org.tierlab.workload.stress.component.StressComponent;

class StressWorkloadTest {
  private static RecordingWorkload build(Map<String, ?> values) {
    FakeMachine machine = new FakeMachine().dram(1 << 12, 3).cxl(1 << 12);
    RecordingWorkload context = new RecordingWorkload(machine, 1, Path.of("."), values);
    new StressComponent().build(context);
    return context;
  }

  @Test
  void byDefaultAProcessForEachCpuBurnsInTheBackground() {
    RecordingWorkload context = build(Map.of());

    assertThat(context.processes())
        .extracting(RecordedProcess::name)
        .containsExactly("stress-cpu-0", "stress-cpu-1", "stress-cpu-2");
    RecordedTask task = context.tasks().get(0);
    assertThat(task.isBackground()).isTrue();
    assertThat(task.expectedAccesses()).isEqualTo(-1);
    long[] made = task.draw(1000);
    assertThat(made).hasSize(1000);
    assertThat(Arrays.stream(made).map(Access::gap).distinct()).containsExactly(1_000_000L);
    assertThat(Arrays.stream(made).map(Access::page).distinct()).containsExactly(0L);
    assertThat(task.finished()).isFalse();
  }

  @Test
  void aCpuWorkerUsesItsCpuTimeToTheNanosecond() {
    RecordedTask task =
        build(Map.of("cpu", 1, "cpu_time", 2_000_001L, "background", false)).tasks().get(0);

    assertThat(task.isBackground()).isFalse();
    assertThat(task.expectedAccesses()).isEqualTo(3);
    assertThat(Arrays.stream(task.draw(10)).map(Access::gap))
        .containsExactly(1_000_000L, 1_000_000L, 1L);
    assertThat(task.finished()).isTrue();
    assertThat(task.law().phases().get(0).gapNs()).isEqualTo(2_000_001.0 / 3);
  }

  @Test
  void aMemoryWorkerTouchesEveryStrideOfItsMemory() {
    RecordedTask task =
        build(Map.of("cpu", 0, "vm", 1, "vm_bytes", 9 << 12, "vm_stride", 4 << 12, "vm_passes", 2))
            .tasks()
            .get(0);

    assertThat(Arrays.stream(task.draw(100)).map(Access::page))
        .containsExactly(0L, 4L, 8L, 0L, 4L, 8L);
    assertThat(task.expectedAccesses()).isEqualTo(6);
    assertThat(task.law()).isNull();
    assertThat(task.finished()).isTrue();
  }

  @Test
  void aMemoryWorkersLawIsSequential() {
    RecordedTask task = build(Map.of("cpu", 0, "vm", 1, "vm_bytes", 3 << 12)).tasks().get(0);

    AccessLaw.Phase phase = task.law().phases().get(0);
    assertThat(phase.mixture())
        .containsExactly(new AccessLaw.Component(0, 3, 1, 1, new AccessLaw.Sequential()));
    assertThat(Arrays.stream(task.draw(7)).limit(7).map(Access::page))
        .containsExactly(0L, 1L, 2L, 0L, 1L, 2L, 0L);
    assertThat(task.finished()).isFalse();
  }

  private static void refused(String knob, Map<String, ?> values) {
    assertThatThrownBy(() -> KnobSet.of(StressKnobs.class).bind(values))
        .isInstanceOf(KnobException.class)
        .hasMessageContaining("'" + knob + "'");
  }

  @Test
  void workersThatNeverEndMayOnlyRunInTheBackground() {
    refused("cpu_time", Map.of("background", false));
    refused("vm_passes", Map.of("cpu", 0, "vm", 1, "background", false));
    refused("cpu", Map.of("cpu", 0));
    assertThat(
            KnobSet.of(StressKnobs.class)
                .bind(Map.of("background", false, "cpu_time", 1L))
                .cpuTime())
        .isEqualTo(1);
    assertThatThrownBy(
            () -> build(Map.of("vm", 1, "vm_bytes", 1L << 50, "vm_passes", 1_000_000_000_000L)))
        .isInstanceOf(KnobException.class)
        .hasMessageContaining("more than 2^63");
  }
}
