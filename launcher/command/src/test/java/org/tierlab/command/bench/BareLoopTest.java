package org.tierlab.command.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.tierlab.api.workload.Access;
import org.tierlab.command.bench.PageStream.Law;

class BareLoopTest {

  @Test
  void addsTheLatencyOfTheSlowNodeForEachAccess() {
    BareLoop loop = new BareLoop(8);

    loop.read(new int[] {0, 7, 7});
    loop.read(new long[] {Access.of(3, true, 5), Access.of(9, false, 0)}, 1);

    assertThat(loop.nowPs()).isEqualTo(4 * 275_000);
  }

  @Test
  void uniformPagesAreAllAlike() {
    PageStream stream = PageStream.draw(16, Law.UNIFORM, 16_000);

    assertThat(Arrays.stream(counts(stream)).boxed())
        .allMatch(count -> count > 800 && count < 1200);
  }

  @Test
  void zipfPagesFollowTheirRankAndAreSpread() {
    PageStream stream = PageStream.draw(1 << 12, Law.ZIPF, 100_000);
    int[] counts = counts(stream);

    int hottest = Arrays.stream(counts).max().orElseThrow();
    int atZero = counts[0];
    assertThat(hottest).as("the log of 2 in that of 4096 is a twelfth").isBetween(8_000, 8_700);
    assertThat(atZero).isEqualTo(hottest);
    assertThat(Arrays.stream(counts).skip(1).limit(64).max().orElseThrow())
        .as("the next are not its neighbours")
        .isLessThan(hottest / 4);
  }

  private static int[] counts(PageStream stream) {
    int[] counts = new int[stream.pages()];
    for (long access : stream.packed()) {
      counts[(int) Access.page(access)]++;
    }
    return counts;
  }
}
