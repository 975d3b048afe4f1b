package org.tierlab.workload.embedding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.tierlab.api.knob.KnobException;
import org.tierlab.api.knob.KnobSet;
import org.tierlab.api.workload.Access;
import org.tierlab.testkit.FakeMachine;
import org.tierlab.testkit.RecordedTask;
import org.tierlab.testkit.RecordingWorkload;

class EmbeddingWorkloadTest {
  private static EmbeddingKnobs knobs(Map<String, ?> values) {
    return KnobSet.of(EmbeddingKnobs.class).bind(values);
  }

  private static RecordedTask task(Map<String, ?> values) {
    Map<String, Object> all = new HashMap<>(Map.of("threads", 1));
    all.putAll(values);
    RecordingWorkload context =
        new RecordingWorkload(new FakeMachine().dram(1 << 20, 4), 4, Path.of("."), all);
    new EmbeddingWorkload(knobs(all)).build(context);
    return context.tasks().get(0);
  }

  @Test
  void rowsAreReadLineByLineAndTableByTable() {
    // Two tables of four pages, one row a page; two samples of three rows of each table.
    RecordedTask task =
        task(
            Map.of(
                "tables",
                2,
                "rows",
                4,
                "row_size",
                4096,
                "iterations",
                1,
                "samples",
                2,
                "pooling",
                3,
                "reduce_ns",
                11));
    long[] drawn = task.draw(1 << 20);

    assertThat(drawn).hasSize(2 * 2 * 3 * 64);
    assertThat(task.expectedAccesses()).isEqualTo(768);
    for (int i = 0; i < drawn.length; i++) {
      int row = i / 64;
      assertThat(Access.page(drawn[i]) / 4).as("table of row " + row).isEqualTo(row / 3 % 2);
      assertThat(Access.page(drawn[i])).isEqualTo(Access.page(drawn[row * 64]));
      assertThat(Access.gap(drawn[i])).isEqualTo(i % 64 == 0 ? 11 : 0);
      assertThat(Access.write(drawn[i])).isFalse();
    }
  }

  @Test
  void sixteenRowsOf256BytesShareAPage() {
    RecordedTask task =
        task(Map.of("tables", 1, "rows", 33, "iterations", 1, "samples", 4000, "pooling", 1));
    long[] counts = new long[3];
    for (long access : task.draw(1 << 20)) {
      counts[(int) Access.page(access)]++;
    }

    assertThat(task.process().pages()).isEqualTo(3);
    assertThat(counts[0] + counts[1] + counts[2]).isEqualTo(16_000);
    // 16/33 of 4000 rows are 1939, standard deviation 32; four lines each.
    assertThat(counts[0] / 4).isBetween(1_812L, 2_066L);
    assertThat(counts[1] / 4).isBetween(1_812L, 2_066L);
    assertThat(counts[2] / 4).isBetween(77L, 165L);
  }

  @Test
  void skewMakesSomeRowsHot() {
    Map<String, Object> values =
        Map.of(
            "tables",
            1,
            "rows",
            1000,
            "row_size",
            4096,
            "iterations",
            1,
            "samples",
            10_000,
            "pooling",
            1);
    Map<String, Object> skewed = new HashMap<>(values);
    skewed.put("theta", 1);

    assertThat(greatest(task(values))).isLessThan(40);
    // The sum of 1/r to 1000 is 7.485: 1336 of 10,000, standard deviation 34.
    assertThat(greatest(task(skewed))).isBetween(1_200L, 1_472L);
  }

  private static long greatest(RecordedTask task) {
    long[] counts = new long[1000];
    long most = 0;
    for (long access : task.draw(1 << 20)) {
      most = Math.max(most, ++counts[(int) Access.page(access)]);
    }
    return most / 64;
  }

  @Test
  void rowsAreAPowerOfTwo() {
    assertThat(new EmbeddingWorkload(knobs(Map.of("row_size", 64)))).isNotNull();
    assertThatThrownBy(() -> new EmbeddingWorkload(knobs(Map.of("row_size", 65))))
        .isInstanceOf(KnobException.class)
        .hasMessage("knob 'row_size' is '65', expected a power of two from 64 to 4096 B");
    assertThatThrownBy(() -> knobs(Map.of("row_size", 32))).isInstanceOf(KnobException.class);
  }

  @Test
  void iterationsAreAlike() {
    Map<String, Object> one = Map.of("iterations", 1, "samples", 5);
    Map<String, Object> seven = Map.of("iterations", 7, "samples", 5);

    assertThat(task(seven).expectedAccesses()).isEqualTo(7 * task(one).expectedAccesses());
    assertThat(task(one).expectedAccesses()).isEqualTo(5 * 8 * 32 * 4);
  }
}
