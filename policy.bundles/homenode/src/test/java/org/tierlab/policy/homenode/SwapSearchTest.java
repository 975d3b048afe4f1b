package org.tierlab.policy.homenode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.tierlab.api.time.TaskView;

/** Three nodes with CPUs; faults add up to 1000, so that they are weights. */
class SwapSearchTest {
  private final MmFaults shared = new MmFaults(3, 0);

  private static TaskFaults task(MmFaults mm, int node, int... faults) {
    TaskView view = mock(TaskView.class);
    when(view.node()).thenReturn(node);
    TaskFaults task = new TaskFaults(view, faults.length, mm, 0);
    for (int i = 0; i < faults.length; i++) {
      if (faults[i] > 0) {
        task.count(i, faults[i]);
      }
    }
    return task;
  }

  @Test
  void theOneThatComesMustHaveMoreThereThanTheOneThatLeaves() {
    TaskFaults me = task(shared, 0, 400, 600, 0);
    assertThat(SwapSearch.partner(me, List.of(task(shared, 1, 400, 600, 0)))).isNull();
    TaskFaults other = task(shared, 1, 401, 599, 0);
    assertThat(SwapSearch.gain(me, other, 0, 1)).as("1 + 200").isEqualTo(201);
    assertThat(SwapSearch.partner(me, List.of(other))).isSameAs(other);
  }

  @Test
  void itMustHaveMoreThereThanHere() {
    TaskFaults other = task(shared, 1, 900, 100, 0);
    assertThat(SwapSearch.partner(task(shared, 0, 500, 500, 0), List.of(other))).isNull();
    TaskFaults me = task(shared, 0, 499, 501, 0);
    assertThat(SwapSearch.gain(me, other, 0, 1)).as("401 + 2").isEqualTo(403);
    assertThat(SwapSearch.partner(me, List.of(other))).isSameAs(other);
  }

  @Test
  void aGreatGainOnOneSideDoesNotOutweighALossOnTheOther() {
    TaskFaults me = task(shared, 0, 100, 800, 100);
    assertThat(SwapSearch.partner(me, List.of(task(shared, 1, 100, 900, 0)))).isNull();
  }

  @Test
  void theGreatestSumDecides() {
    TaskFaults me = task(shared, 0, 100, 500, 400);
    TaskFaults one = task(shared, 1, 700, 300, 0); // 200 + 400
    TaskFaults two = task(shared, 2, 900, 0, 100); // 300 + 300
    TaskFaults three = task(shared, 1, 701, 299, 0); // 201 + 400
    assertThat(SwapSearch.partner(me, List.of(one, two))).as("the first of equals").isSameAs(one);
    assertThat(SwapSearch.partner(me, List.of(two, one))).isSameAs(two);
    assertThat(SwapSearch.partner(me, List.of(one, two, three))).isSameAs(three);
  }

  @Test
  void tasksOfOneNodeDoNotSwap() {
    TaskFaults me = task(shared, 1, 900, 100, 0);
    assertThat(SwapSearch.partner(me, List.of(task(shared, 1, 0, 1000, 0)))).isNull();
  }

  @Test
  void acrossAddressSpacesTheWholeProcessCounts() {
    MmFaults mine = new MmFaults(3, 0);
    MmFaults its = new MmFaults(3, 0);
    TaskFaults me = task(mine, 0, 0, 1000, 0);
    mine.weights().count(0, 1000); // a sibling's faults: 500 here, 500 there
    TaskFaults other = task(its, 1, 1000, 0, 0);
    assertThat(SwapSearch.partner(me, List.of(other))).isNull();
    mine.weights().count(1, 1000); // 333 and 666
    assertThat(SwapSearch.gain(me, other, 0, 1)).isEqualTo(666 + 333);
    its.weights().count(1, 2000); // 666 there
    assertThat(SwapSearch.partner(me, List.of(other))).isNull();
  }

  @Test
  void neitherExitedTasksNorThoseWithoutFaultsArePartners() {
    TaskFaults me = task(shared, 0, 0, 1000, 0);
    TaskFaults unknown = task(shared, 1, 0, 0, 0);
    TaskFaults gone = task(shared, 1, 1000, 0, 0);
    when(gone.task().exited()).thenReturn(true);
    assertThat(SwapSearch.partner(me, List.of(unknown, gone))).isNull();
  }
}
