package org.tierlab.workload.statics;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.tierlab.api.knob.KnobSet;
import org.tierlab.api.memory.Vma;
import org.tierlab.api.workload.Access;
import org.tierlab.testkit.FakeMachine;
import org.tierlab.testkit.RecordedProcess;
import org.tierlab.testkit.RecordedTask;
import org.tierlab.testkit.RecordingWorkload;

class FileMappingTest {
  private static RecordedTask task(Map<String, ?> values) {
    Map<String, Object> knobs =
        new HashMap<>(Map.of("hot_size", 3 * 4096, "cold_size", 5 * 4096, "passes", 2));
    knobs.putAll(values);
    RecordingWorkload context =
        new RecordingWorkload(
            new FakeMachine().dram(1 << 10, 1).cxl(1 << 10), 1, Path.of("."), knobs);
    new StaticWorkload(KnobSet.of(StaticKnobs.class).bind(knobs)).build(context);
    return context.tasks().get(0);
  }

  private static boolean[] writes(RecordedTask task) {
    boolean[] writes = {false, false};
    Arrays.stream(task.draw(100)).forEach(access -> writes[Access.write(access) ? 1 : 0] = true);
    return writes;
  }

  @Test
  void anonymousMemoryIsStoredTo() {
    RecordedTask task = task(Map.of());
    assertThat(task.process().vmas()).extracting(Vma::kind).containsOnly(Vma.Kind.ANONYMOUS);
    assertThat(writes(task)).containsExactly(false, true);
  }

  @Test
  void aFileIsStoredToUnlessToldOtherwise() {
    assertThat(writes(task(Map.of("kind", "file")))).containsExactly(false, true);
    RecordedTask loads = task(Map.of("kind", "file", "write", false));
    assertThat(loads.process().vmas()).extracting(Vma::kind).containsOnly(Vma.Kind.FILE);
    assertThat(writes(loads)).containsExactly(true, false);
    assertThat(loads.law().phases().get(0).mixture().get(0).writeFraction()).isZero();
  }

  @Test
  void aReadOnlyFileIsLoadedFromWhateverTheKnobSays() {
    RecordedTask task = task(Map.of("kind", "file-read-only", "write", true));
    assertThat(task.process().vmas()).extracting(Vma::kind).containsOnly(Vma.Kind.FILE_READ_ONLY);
    assertThat(writes(task)).containsExactly(true, false);
  }

  @Test
  void hotAndColdFilesLieApart() {
    RecordedProcess process = task(Map.of("kind", "file")).process();
    Vma hot = process.vmas().get(0);
    Vma cold = process.vmas().get(1);
    assertThat(hot.startAddress()).isEqualTo(0x7f00_0000_0000L);
    assertThat(cold.startAddress()).isGreaterThan(hot.startAddress() + hot.pages() * 4096);
    assertThat(cold.startAddress() % (2 << 20)).isZero();
    assertThat(process.pages()).isEqualTo(8);
  }
}
