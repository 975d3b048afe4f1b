package org.tierlab.source.numab;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LazyMarksTest {
  private final LazyMarks marks = new LazyMarks();

  @Test
  void aMarkIsTakenOnce() {
    marks.marked(2, 1L << 5, true);
    assertThat(marks.take(2 * 64 + 4)).isFalse();
    assertThat(marks.take(2 * 64 + 5)).isTrue();
    assertThat(marks.take(2 * 64 + 5)).isFalse();
    assertThat(marks.take(1_000_000)).isFalse();
  }

  @Test
  void theScannersMarksReplaceThoseAskedFor() {
    marks.marked(0, 0b11, true);
    marks.marked(0, 0b01, false);
    marks.marked(9, 0b01, false);
    assertThat(marks.take(0)).isFalse();
    assertThat(marks.take(1)).isTrue();
  }
}
