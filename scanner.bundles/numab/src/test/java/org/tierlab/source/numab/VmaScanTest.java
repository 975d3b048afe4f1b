package org.tierlab.source.numab;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class VmaScanTest {
  private static final long DELAY = 1000;
  private static final long FIRST_VISIT = 50_000;

  private final VmaScan vma = new VmaScan(10, FIRST_VISIT, DELAY);

  @Test
  void isYoungForOneScanDelayAfterTheFirstVisit() {
    assertThat(vma.young(FIRST_VISIT + DELAY - 1)).isTrue();
    assertThat(vma.young(FIRST_VISIT + DELAY)).isFalse();
  }

  @Test
  void isForEverybodyInTheFirstTwoPasses() {
    vma.done(11);
    assertThat(vma.dueFor(1, 10, 100)).isTrue();
    assertThat(vma.dueFor(1, 11, 100)).isTrue();
    assertThat(vma.dueFor(1, 12, 100)).isFalse();
  }

  @Test
  void isForItsAccessorsLater() {
    vma.done(11);
    vma.accessedBy(5);
    assertThat(vma.dueFor(5, 12, 100)).isTrue();
    assertThat(vma.dueFor(6, 12, 100)).isFalse();
  }

  @Test
  void isForEverybodyIfNotDoneForMorePassesThanThereAreThreads() {
    vma.done(20);
    assertThat(vma.dueFor(1, 23, 3)).isFalse();
    assertThat(vma.dueFor(1, 24, 3)).isTrue();
  }

  @Test
  void forgetsAnAccessorAfterTwoWindowsOfFourScanDelays() {
    vma.done(11);
    vma.accessedBy(5);
    long windowEnd = FIRST_VISIT + DELAY + 4 * DELAY;
    vma.moveWindow(windowEnd);
    vma.moveWindow(windowEnd + 1);
    assertThat(vma.dueFor(5, 12, 100)).as("in the previous window").isTrue();
    vma.moveWindow(windowEnd + 4 * DELAY);
    assertThat(vma.dueFor(5, 12, 100)).as("second window not over").isTrue();
    vma.moveWindow(windowEnd + 4 * DELAY + 1);
    assertThat(vma.dueFor(5, 12, 100)).isFalse();
  }

  @Test
  void knowsInWhichPassItWasDone() {
    assertThat(vma.doneIn(10)).isFalse();
    vma.done(10);
    assertThat(vma.doneIn(10)).isTrue();
    assertThat(vma.doneIn(11)).isFalse();
  }
}
