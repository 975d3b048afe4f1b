package org.tierlab.workload.kv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.tierlab.api.knob.KnobException;
import org.tierlab.api.knob.KnobSet;
import org.tierlab.api.workload.Access;
import org.tierlab.api.workload.AccessLaw;
import org.tierlab.api.workload.RankPermutation;
import org.tierlab.testkit.FakeMachine;
import org.tierlab.testkit.RecordedTask;
import org.tierlab.testkit.RecordingWorkload;

class KvWorkloadTest {
  private static RecordingWorkload built(Map<String, ?> values) {
    Map<String, Object> knobs = new HashMap<>(Map.of("threads", 1));
    knobs.putAll(values);
    RecordingWorkload context =
        new RecordingWorkload(new FakeMachine().dram(1 << 20, 4), 9, Path.of("."), knobs);
    new KvWorkload(KnobSet.of(KvKnobs.class).bind(knobs)).build(context);
    return context;
  }

  private static RecordedTask task(Map<String, ?> values) {
    return built(values).tasks().get(0);
  }

  @Test
  void aValueOfAPageIsOneAccess() {
    RecordedTask task = task(Map.of("keys", 100, "value_size", 4096, "operations", 50));

    assertThat(task.draw(1000)).hasSize(50);
    assertThat(task.expectedAccesses()).isEqualTo(50);
    assertThat(task.process().pages()).isEqualTo(100);
  }

  @Test
  void aValueOfOneByteMoreSpansTwoPages() {
    RecordedTask task = task(Map.of("keys", 1, "value_size", 4097, "operations", 3));

    assertThat(task.expectedAccesses()).isEqualTo(-1);
    assertThat(Arrays.stream(task.draw(100)).map(Access::page).toArray())
        .containsExactly(0, 1, 0, 1, 0, 1);
  }

  @Test
  void valuesThatDoNotDivideAPageSpanOneOrTwo() {
    // 3000 bytes: key 0 on page 0, key 1 on pages 0 and 1, key 2 on 1 and 2, key 3 on 2.
    RecordedTask task = task(Map.of("keys", 4, "value_size", 3000, "operations", 4000, "theta", 0));
    long[] counts = new long[3];
    long[] drawn = task.draw(1 << 20);
    for (long access : drawn) {
      counts[(int) Access.page(access)]++;
    }

    assertThat(drawn.length).isBetween(5_800, 6_200);
    for (long count : counts) {
      // Two of four keys touch each page: 2000, standard deviation 32.
      assertThat(count).isBetween(1_870L, 2_130L);
    }
  }

  @Test
  void eachValueOfSixteenPagesIsReadInOrder() {
    RecordedTask task = task(Map.of("keys", 8, "value_size", 65_536, "operations", 2));
    long[] drawn = task.draw(100);

    assertThat(drawn).hasSize(32);
    for (int i = 1; i < 16; i++) {
      assertThat(Access.page(drawn[i])).isEqualTo(Access.page(drawn[0]) + i);
    }
    assertThat(Access.page(drawn[0]) % 16).isZero();
  }

  @Test
  void hotKeysAreWhereTheLawSays() {
    RecordedTask task = task(Map.of("keys", 1000, "value_size", 4096, "operations", 200_000));
    AccessLaw law = task.law();
    assertThat(law).isNotNull();
    AccessLaw.Zipf zipf = (AccessLaw.Zipf) law.phases().get(0).mixture().get(0).pattern();
    RankPermutation order = new RankPermutation(1000, zipf.permutationSeed());
    long[] counts = new long[1000];
    for (long access : task.draw(1 << 20)) {
      counts[(int) Access.page(access)]++;
    }

    double norm = 0;
    for (int rank = 1; rank <= 1000; rank++) {
      norm += Math.pow(rank, -0.99);
    }
    for (int rank = 1; rank <= 20; rank++) {
      double expected = 200_000 * Math.pow(rank, -0.99) / norm;
      assertThat((double) counts[(int) order.at(rank - 1)])
          .as("rank " + rank)
          .isCloseTo(expected, within(4.5 * Math.sqrt(expected)));
    }
  }

  @Test
  void otherKeysAreHotInTheNextPhase() {
    RecordedTask task =
        task(Map.of("keys", 1000, "value_size", 4096, "operations", 20_001, "phases", 2));
    long[] drawn = task.draw(1 << 20);
    AccessLaw law = task.law();
    assertThat(law).isNotNull();
    assertThat(law.phases())
        .extracting(AccessLaw.Phase::accesses)
        .containsExactly(10_001L, 10_000L);

    assertThat(hottest(drawn, 0, 10_001)).isNotEqualTo(hottest(drawn, 10_001, 20_001));
  }

  private static int hottest(long[] drawn, int from, int to) {
    int[] counts = new int[1000];
    int best = 0;
    for (int i = from; i < to; i++) {
      int page = (int) Access.page(drawn[i]);
      counts[page]++;
      best = counts[page] > counts[best] ? page : best;
    }
    return best;
  }

  @Test
  void storesAsOftenAsAskedAndThinksBeforeEachOperation() {
    RecordedTask task =
        task(
            Map.of(
                "keys",
                50,
                "value_size",
                8192,
                "operations",
                10_000,
                "write_fraction",
                0.3,
                "think_time",
                77));
    long[] drawn = task.draw(1 << 20);

    assertThat(Arrays.stream(drawn).filter(Access::write).count() / 2).isBetween(2_817L, 3_183L);
    for (int i = 0; i < drawn.length; i += 2) {
      assertThat(Access.gap(drawn[i])).isEqualTo(77);
      assertThat(Access.gap(drawn[i + 1])).isZero();
      assertThat(Access.write(drawn[i])).isEqualTo(Access.write(drawn[i + 1]));
    }
  }

  @Test
  void theLawIsKnownWhereNoValueSpansPages() {
    AccessLaw small = task(Map.of("keys", 50, "value_size", 2048)).law();
    assertThat(small).isNotNull();
    AccessLaw.Component part = small.phases().get(0).mixture().get(0);
    assertThat(part.pages()).isEqualTo(25);
    assertThat(((AccessLaw.Zipf) part.pattern()).itemsPerPage()).isEqualTo(2);
    assertThat(task(Map.of("keys", 51, "value_size", 2048)).law()).isNull();
    assertThat(task(Map.of("keys", 50, "value_size", 3000)).law()).isNull();
    assertThat(task(Map.of("keys", 50, "value_size", 8192)).law()).isNull();
    AccessLaw uniform = task(Map.of("keys", 50, "value_size", 4096, "theta", 0)).law();
    assertThat(uniform).isNotNull();
    assertThat(uniform.phases().get(0).mixture().get(0).pattern())
        .isEqualTo(new AccessLaw.Uniform());
  }

  @Test
  void refusesAStoreLargerThanAProcess() {
    KvKnobs most = KnobSet.of(KvKnobs.class).bind(Map.of("keys", 1L << 30, "value_size", 1L << 20));
    assertThat(new KvWorkload(most)).isNotNull();
    KvKnobs more =
        KnobSet.of(KvKnobs.class).bind(Map.of("keys", (1L << 30) + 1, "value_size", 1L << 20));
    assertThatThrownBy(() -> new KvWorkload(more))
        .isInstanceOf(KnobException.class)
        .hasMessageContaining("'keys'");
  }
}
