package org.tierlab.source.numab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import org.junit.jupiter.api.Test;
import org.tierlab.api.time.TaskView;

class FaultGroupTest {
  private final FaultGroup group = new FaultGroup(3);

  @Test
  void aNodeIsActiveIfItCausesMoreThanAThirdOfTheBusiestNodesFaults() {
    group.add(0, 0, 90);
    group.add(2, 0, 20);
    group.add(3, 0, 11);
    group.add(4, 0, 30);
    group.countActiveNodes();
    assertThat(group.spansBoth(0, 1)).as("90 and 31").isTrue();
    assertThat(group.spansBoth(0, 2)).as("90 and 30").isFalse();
    assertThat(group.spansBoth(2, 0)).isFalse();
  }

  @Test
  void aGroupOnOneNodeSpansNothing() {
    group.add(0, 0, 90);
    group.countActiveNodes();
    assertThat(group.spansBoth(0, 0)).isFalse();
  }

  @Test
  void takesTheFaultsOfExitedTasksOutAgain() {
    TaskView view = mock(TaskView.class);
    TaskFaults gone = new TaskFaults(view, 3, 0);
    gone.count(0, 0, 100, false, true);
    gone.place(1, 0, 0);
    group.join(new TaskFaults(mock(TaskView.class), 3, 0));
    group.join(gone);
    // 2 tasks, 100 shared faults: 2 × 101/101.
    assertThat(group.stretch(1000)).isEqualTo(2000);
    group.add(1, 303, 0);
    // 2 × 101/404.
    assertThat(group.stretch(1000)).isEqualTo(500);
    group.dropExited();
    assertThat(group.stretch(1000)).isEqualTo(500);
    when(view.exited()).thenReturn(true);
    group.dropExited();
    // 1 × 1/304.
    assertThat(group.stretch(1000)).isEqualTo(3);
  }
}
