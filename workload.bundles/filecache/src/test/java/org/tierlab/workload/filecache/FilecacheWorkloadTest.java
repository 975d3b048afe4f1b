package org.tierlab.workload.filecache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.tierlab.api.knob.KnobSet;
import org.tierlab.api.memory.Vma;
import org.tierlab.api.workload.Access;
import org.tierlab.testkit.FakeMachine;
import org.tierlab.testkit.RecordedTask;
import org.tierlab.testkit.RecordingWorkload;

class FilecacheWorkloadTest {
  private static RecordedTask task(Map<String, ?> values) {
    Map<String, Object> knobs =
        new HashMap<>(Map.of("threads", 1, "file_size", 100 * 4096, "heap_size", 50 * 4096));
    knobs.putAll(values);
    RecordingWorkload context =
        new RecordingWorkload(new FakeMachine().dram(1 << 20, 4), 9, Path.of("."), knobs);
    new FilecacheWorkload(KnobSet.of(FilecacheKnobs.class).bind(knobs)).build(context);
    return context.tasks().get(0);
  }

  @Test
  void anOperationIsACallAndItsAccessesToTheHeap() {
    RecordedTask task = task(Map.of("operations", 3, "heap_accesses", 2, "think_time", 70));
    Vma file = task.process().files().get(0);

    long[] drawn = task.draw(100);

    assertThat(task.expectedAccesses()).isEqualTo(9);
    assertThat(drawn).hasSize(9);
    for (int i = 0; i < 9; i++) {
      boolean call = i % 3 == 0;
      assertThat(Access.page(drawn[i]) >= file.firstPage()).isEqualTo(call);
      assertThat(Access.gap(drawn[i])).isEqualTo(call ? 70 : 0);
      if (!call) {
        assertThat(Access.write(drawn[i])).as("access %d stores", i).isEqualTo(i % 3 == 2);
      }
    }
  }

  @Test
  void theFileIsNoMapping() {
    RecordedTask task = task(Map.of("file_order", 4, "file_node", 0));
    Vma file = task.process().files().get(0);
    assertThat(task.process().pages()).isEqualTo(50);
    assertThat(file.pages()).isEqualTo(112); // whole folios of 16
    assertThat(file.kind()).isEqualTo(Vma.Kind.PAGE_CACHE);
    assertThat(file.firstPage()).isEqualTo(Access.FIRST_FILE_PAGE);
    assertThat(task.process().placement(file).node()).isZero();
  }

  @Test
  void aQuarterOfTheCallsWrite() {
    RecordedTask task =
        task(Map.of("operations", 20_000, "heap_accesses", 0, "write_fraction", 0.25));
    long writes = Arrays.stream(task.draw(1 << 20)).filter(Access::write).count();
    // Standard deviation 61.
    assertThat(writes).isBetween(4_750L, 5_250L);
  }

  /** Of 100 pages with skew 1 the hottest gets 1 of 5.187. */
  @Test
  void pagesFollowTheLawAndAreScattered() {
    RecordedTask task = task(Map.of("operations", 100_000, "heap_accesses", 0, "theta", 1));
    long[] counts = new long[100];
    for (long access : task.draw(1 << 20)) {
      counts[(int) (Access.page(access) - Access.FIRST_FILE_PAGE)]++;
    }
    long[] sorted = counts.clone();
    Arrays.sort(sorted);
    assertThat((double) sorted[99]).isCloseTo(100_000 / 5.187, within(600.0));
    assertThat((double) sorted[98]).isCloseTo(100_000 / 5.187 / 2, within(450.0));
    assertThat(counts).isNotEqualTo(sorted);
  }

  @Test
  void skewZeroIsUniform() {
    RecordedTask task = task(Map.of("operations", 100_000, "heap_accesses", 0, "theta", 0));
    long[] counts = new long[100];
    for (long access : task.draw(1 << 20)) {
      counts[(int) (Access.page(access) - Access.FIRST_FILE_PAGE)]++;
    }
    // 1000 each, standard deviation 31.
    assertThat(Arrays.stream(counts).min().orElseThrow()).isGreaterThan(860);
    assertThat(Arrays.stream(counts).max().orElseThrow()).isLessThan(1_140);
  }
}
