package org.tierlab.source.numab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.anyInt;
import static org.mockito.ArgumentMatchers.anyLong;
import static org.mockito.Mockito.inOrder;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import org.junit.jupiter.api.Test;
import org.mockito.InOrder;
import org.tierlab.api.time.TaskView;

class TaskFaultsTest {
  private static final long SECOND = 1_000_000_000L;

  private final TaskView task = mock(TaskView.class);
  private final TaskFaults faults = new TaskFaults(task, 2, 0);

  private void local(long shared, long privates) {
    count(0, 0, shared, privates);
  }

  private void remote(long shared, long privates) {
    count(1, 0, shared, privates);
  }

  private void count(int memoryNode, int cpuNode, long shared, long privates) {
    faults.count(memoryNode, cpuNode, shared, false, memoryNode == cpuNode);
    faults.count(memoryNode, cpuNode, privates, true, memoryNode == cpuNode);
  }

  private boolean pass() {
    return faults.place(faults.scanSequence() + 1, 0, 0);
  }

  @Test
  void adaptsOncePerPass() {
    assertThat(faults.place(0, SECOND, 1000)).isFalse();
    assertThat(faults.place(1, SECOND, 1000)).isTrue();
    assertThat(faults.place(1, SECOND, 1000)).isFalse();
  }

  @Test
  void looksAgainAfterASixteenthOfThePeriodButAtMostASecond() {
    local(1, 0);
    assertThat(faults.place(1, SECOND, 1600)).isTrue();
    assertThat(faults.place(2, SECOND + 99_999_999, 1600)).isFalse();
    assertThat(faults.place(2, SECOND + 100_000_000, 60_000)).isTrue();
    assertThat(faults.place(3, 2 * SECOND + 99_999_999, 60_000)).isFalse();
    assertThat(faults.place(3, 2 * SECOND + 100_000_000, 60_000)).isTrue();
  }

  @Test
  void backsOffWithoutLocalOrSharedFaults() {
    remote(0, 5);
    pass();
    assertThat(faults.idleOrFailing()).as("private and remote only").isTrue();
    remote(1, 0);
    pass();
    assertThat(faults.idleOrFailing()).as("one shared").isFalse();
  }

  @Test
  void backsOffForGoodAfterAFailedMigration() {
    local(10, 0);
    pass();
    assertThat(faults.idleOrFailing()).isFalse();
    faults.countFailure(1);
    assertThat(faults.idleOrFailing()).isTrue();
    local(10, 0);
    pass();
    assertThat(faults.idleOrFailing()).isTrue();
  }

  @Test
  void keepsOrSlowsByTheExcessOverSevenPrivateTenths() {
    local(1, 9);
    pass();
    assertThat(faults.adapted(1000)).isEqualTo(1200);
    local(2, 8);
    pass();
    assertThat(faults.adapted(1000)).isEqualTo(1100);
    local(3, 7);
    pass();
    assertThat(faults.adapted(1000)).as("at least one tenth").isEqualTo(1100);
  }

  @Test
  void slowsByTheExcessOverSevenLocalTenths() {
    local(9, 0);
    remote(1, 0);
    pass();
    assertThat(faults.adapted(1000)).isEqualTo(1200);
    local(70, 0);
    remote(30, 0);
    pass();
    assertThat(faults.adapted(1000)).isEqualTo(1100);
  }

  @Test
  void speedsUpByWhatIsMissingOfSevenTenths() {
    local(69, 0);
    remote(31, 0);
    pass();
    assertThat(faults.adapted(1000)).as("6 of 10 local").isEqualTo(900);
    remote(4, 6);
    pass();
    assertThat(faults.adapted(1000)).as("6 of 10 private").isEqualTo(900);
    remote(10, 0);
    pass();
    assertThat(faults.adapted(1001)).as("none, tenths rounded up").isEqualTo(1001 - 7 * 101);
  }

  @Test
  void localityStartsAfreshAfterAnAdaptation() {
    local(10, 0);
    pass();
    faults.adapted(1000);
    remote(10, 0);
    pass();
    assertThat(faults.adapted(1000)).isEqualTo(300);
  }

  @Test
  void averagesAreHalvedWithEveryPass() {
    FaultGroup group = mock(FaultGroup.class);
    faults.join(group);
    InOrder calls = inOrder(group);
    calls.verify(group).join(faults);
    remote(8, 0);
    pass();
    calls.verify(group).add(2, 8, 0);
    remote(5, 0);
    pass();
    calls.verify(group).add(2, 5 - 4, 0);
    pass();
    calls.verify(group).add(2, -4, 0);
    calls.verify(group).dropExited();
    calls.verify(group).countActiveNodes();
  }

  @Test
  void faultsByCpuAreWeightedWithTheShareOfTimeThatTheTaskRan() {
    FaultGroup group = mock(FaultGroup.class);
    faults.join(group);
    local(3, 0);
    faults.place(1, 0, 0);
    // 65536 × 3 / (3 + 1): the whole time at first.
    InOrder calls = inOrder(group);
    calls.verify(group).add(0, 3, 49_152);
    faults.adapted(1000);
    when(task.cpuTimeNs()).thenReturn(250L);
    local(3, 0);
    faults.place(2, 999, 0);
    // A quarter of the time: 16384 × 3/4, less half of before.
    calls.verify(group).add(0, 3 - 1, 12_288 - 24_576);
  }

  @Test
  void joinsOneGroupOnly() {
    FaultGroup first = mock(FaultGroup.class);
    FaultGroup second = mock(FaultGroup.class);
    faults.join(first);
    faults.join(second);
    assertThat(faults.group()).isSameAs(first);
    org.mockito.Mockito.verify(second, org.mockito.Mockito.never()).join(faults);
    org.mockito.Mockito.verify(second, org.mockito.Mockito.never())
        .add(anyInt(), anyLong(), anyLong());
  }
}
