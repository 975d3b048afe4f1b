package org.tierlab.engine.multithread;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.tierlab.testkit.FakeCopyBatch;

class WorkSplitTest {
  private static double[] bytes(WorkSplit split) {
    return IntStream.range(0, split.workers()).mapToDouble(split::bytes).toArray();
  }

  private static int[] pieces(WorkSplit split) {
    return IntStream.range(0, split.workers()).map(split::pieces).toArray();
  }

  @Test
  void oneFolioFewerThanThreadsIsCutIntoChunks() {
    WorkSplit split = WorkSplit.of(new FakeCopyBatch(4096, 8192, 4096), 4);

    assertThat(bytes(split)).containsExactly(4096, 4096, 4096, 4096);
    assertThat(pieces(split)).containsExactly(3, 3, 3, 3);
  }

  @Test
  void asManyFoliosAsThreadsStayWhole() {
    WorkSplit split = WorkSplit.of(new FakeCopyBatch(4096, 8192, 65536, 4096), 4);

    assertThat(bytes(split)).containsExactly(4096, 8192, 65536, 4096);
    assertThat(pieces(split)).containsExactly(1, 1, 1, 1);
  }

  @Test
  void oneFolioMoreGoesToTheFirstWorker() {
    WorkSplit split = WorkSplit.of(new FakeCopyBatch(4096, 8192, 16384, 32768, 65536), 4);

    assertThat(bytes(split)).containsExactly(12288, 16384, 32768, 65536);
    assertThat(pieces(split)).containsExactly(2, 1, 1, 1);
  }

  @Test
  void theRemainderGoesOneEachToTheFirstWorkers() {
    assertThat(pieces(WorkSplit.of(FakeCopyBatch.of(11, 0), 4))).containsExactly(3, 3, 3, 2);
    assertThat(pieces(WorkSplit.of(FakeCopyBatch.of(12, 0), 4))).containsExactly(3, 3, 3, 3);
    assertThat(pieces(WorkSplit.of(FakeCopyBatch.of(13, 0), 4))).containsExactly(4, 3, 3, 3);
  }

  @Test
  void oneThreadTakesEverything() {
    WorkSplit split = WorkSplit.of(new FakeCopyBatch(4096, 65536), 1);

    assertThat(bytes(split)).containsExactly(69632);
    assertThat(pieces(split)).containsExactly(2);
  }

  @Property
  void everyByteIsCopiedOnceAndWorkIsEven(
      @ForAll @Size(min = 1, max = 150) List<@IntRange(min = 0, max = 9) Integer> orders,
      @ForAll @IntRange(min = 1, max = 64) int threads) {
    FakeCopyBatch batch =
        new FakeCopyBatch(orders.stream().mapToLong(order -> 4096L << order).toArray());

    WorkSplit split = WorkSplit.of(batch, threads);

    assertThat(split.workers()).isEqualTo(threads);
    assertThat(Arrays.stream(bytes(split)).sum())
        .isCloseTo((double) batch.totalBytes(), within(1e-3));
    assertThat(Arrays.stream(bytes(split)).min().orElseThrow()).isPositive();
    int most = Arrays.stream(pieces(split)).max().orElseThrow();
    int least = Arrays.stream(pieces(split)).min().orElseThrow();
    assertThat(most - least).isBetween(0, 1);
    assertThat(Arrays.stream(pieces(split)).sum())
        .isEqualTo(orders.size() < threads ? orders.size() * threads : orders.size());
  }
}
