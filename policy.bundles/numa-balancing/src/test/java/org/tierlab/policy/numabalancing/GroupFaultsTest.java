package org.tierlab.policy.numabalancing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import org.junit.jupiter.api.Test;
import org.tierlab.api.time.TaskView;

class GroupFaultsTest {
  private static final int HERE = 0;
  private static final int THERE = 1;

  private final GroupFaults group = new GroupFaults(2);

  @Test
  void aNodeMoreThanThreeTimesAsBusyTakesAll() {
    group.add(HERE, 1_000_000, 30);
    group.add(THERE, 0, 10);
    assertThat(group.favours(HERE, THERE)).isFalse();
    group.add(HERE, 0, 1);
    assertThat(group.favours(HERE, THERE)).isTrue();
  }

  @Test
  void otherwiseMemoryIsSpreadLikeTheLoadWithHysteresis() {
    // cpu 20 : 20, memory 75 : 100. 20 · 100 · 3 = 6000 = 20 · 75 · 4.
    group.add(HERE, 75, 20);
    group.add(THERE, 100, 20);
    assertThat(group.favours(HERE, THERE)).isFalse();
    group.add(HERE, -1, 0);
    assertThat(group.favours(HERE, THERE)).isTrue();
    assertThat(group.favours(THERE, HERE)).isFalse();
  }

  @Test
  void takesTheFaultsOfExitedTasksOutAgain() {
    TaskView view = mock(TaskView.class);
    TaskFaults gone = new TaskFaults(view, 2);
    gone.count(THERE, THERE, 40);
    gone.place(1, 0);
    group.join(gone);
    assertThat(group.memoryFaults(THERE)).isEqualTo(40);
    group.dropExited();
    assertThat(group.memoryFaults(THERE)).isEqualTo(40);
    when(view.exited()).thenReturn(true);
    group.dropExited();
    assertThat(group.memoryFaults(THERE)).isZero();
    assertThat(group.favours(THERE, HERE)).isFalse();
  }
}
