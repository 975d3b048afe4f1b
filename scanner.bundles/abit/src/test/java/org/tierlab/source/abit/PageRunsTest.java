package org.tierlab.source.abit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class PageRunsTest {
  private final PageRuns runs = new PageRuns();

  @Test
  void adjacentFoliosBecomeOneRun() {
    runs.addHeads(0, 0b1011L << 60, 1);
    runs.addHeads(64, -1L, 1);
    runs.addHeads(128, 0b10, 1);
    assertThat(runs.size()).isEqualTo(3);
    assertThat(List.of(runs.first(0), runs.pages(0))).containsExactly(60L, 2L);
    assertThat(List.of(runs.first(1), runs.pages(1))).containsExactly(63L, 65L);
    assertThat(List.of(runs.first(2), runs.pages(2))).containsExactly(129L, 1L);
  }

  @Test
  void largeFoliosAreWholeRanges() {
    runs.addHeads(512, 0b1, 512);
    runs.addHeads(1024, 0b1, 512);
    assertThat(runs.size()).isEqualTo(1);
    assertThat(runs.first(0)).isEqualTo(512);
    assertThat(runs.pages(0)).isEqualTo(1024);
  }

  @Property
  void runsHoldExactlyTheHotPages(@ForAll @Size(min = 1, max = 400) long[] words) {
    runs.clear();
    List<Long> hot = new ArrayList<>();
    for (int w = 0; w < words.length; w++) {
      runs.addHeads(64L * w, words[w], 1);
      for (int i = 0; i < 64; i++) {
        if ((words[w] >>> i & 1) != 0) {
          hot.add(64L * w + i);
        }
      }
    }
    List<Long> inRuns = new ArrayList<>();
    for (int r = 0; r < runs.size(); r++) {
      assertThat(r == 0 || runs.first(r) > runs.first(r - 1) + runs.pages(r - 1)).isTrue();
      for (long i = 0; i < runs.pages(r); i++) {
        inRuns.add(runs.first(r) + i);
      }
    }
    assertThat(inRuns).isEqualTo(hot);
  }
}
