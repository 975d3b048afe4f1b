package org.tierlab.policy.numabalancing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.inOrder;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import org.junit.jupiter.api.Test;
import org.mockito.InOrder;
import org.tierlab.api.time.TaskView;

class TaskFaultsTest {
  private final TaskView task = mock(TaskView.class);
  private final TaskFaults faults = new TaskFaults(task, 3);

  @Test
  void decidesOncePerPass() {
    faults.count(2, 0, 5);
    assertThat(faults.place(0, 0)).isEqualTo(-1);
    assertThat(faults.place(1, 0)).isEqualTo(2);
    assertThat(faults.place(1, 0)).isEqualTo(-1);
  }

  @Test
  void nothingCountedPrefersNothing() {
    assertThat(faults.place(1, 0)).isEqualTo(-1);
  }

  @Test
  void oldPassesCountHalf() {
    faults.count(2, 0, 100);
    faults.place(1, 0);
    faults.count(1, 0, 50);
    assertThat(faults.place(2, 0)).as("50 and 50: the lower node").isEqualTo(1);
    faults.count(1, 0, 0);
    faults.count(2, 0, 1);
    assertThat(faults.place(3, 0)).as("25 and 26").isEqualTo(2);
  }

  @Test
  void theGroupsFaultsDecideForItsMembers() {
    GroupFaults group = new GroupFaults(3);
    faults.join(group);
    group.add(1, 100, 0);
    faults.count(2, 0, 5);
    assertThat(faults.place(1, 0)).isEqualTo(1);
  }

  @Test
  void faultsByCpuAreWeightedWithTheShareOfTimeThatTheTaskRan() {
    GroupFaults group = mock(GroupFaults.class);
    faults.join(group);
    InOrder calls = inOrder(group);
    faults.count(0, 0, 3);
    faults.place(1, 0);
    calls.verify(group).add(0, 3, 65_536 * 3 / 4);
    when(task.cpuTimeNs()).thenReturn(500L);
    faults.count(0, 0, 3);
    faults.place(2, 999);
    calls.verify(group).add(0, 3 - 1, 32_768 * 3 / 4 - 24_576);
  }
}
