package org.tierlab.policy.promoteonaccess;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.tierlab.testkit.FakeMachine;
import org.tierlab.testkit.FakeMm;
import org.tierlab.testkit.FakeRun;

class MigrationListTest {
  private final FakeMm mm = new FakeRun(new FakeMachine().dram(10, 1), 1).process("app");
  private final MigrationList list = new MigrationList();

  @Test
  void adjacentRecordsAreOneRun() {
    list.add(mm, 10, 20, 0);
    list.add(mm, 20, 200, 0);
    assertThat(list.runs()).isEqualTo(1);
    assertThat(list.pages()).isEqualTo(190);
    list.add(mm, 200, 201, 1);
    assertThat(list.runs()).as("another target").isEqualTo(2);
  }

  @Test
  void recordsOfPagesOnTheListAreCountedNotKept() {
    assertThat(list.add(mm, 60, 70, 0)).isZero();
    assertThat(list.add(mm, 55, 75, 0)).isEqualTo(10);
    assertThat(list.pages()).isEqualTo(20);
    assertThat(list.runs()).isEqualTo(3);
    list.take(10);
    assertThat(list.first().first()).isEqualTo(55);
    assertThat(list.add(mm, 60, 61, 0)).as("it has left the list").isZero();
    assertThat(list.takeDuplicates()).isEqualTo(10);
    assertThat(list.takeDuplicates()).isZero();
  }

  @Property(tries = 200)
  void behavesLikeAQueueOfPagesWithoutRepetition(
      @ForAll @Size(max = 40) List<@IntRange(max = 300) Integer> starts,
      @ForAll @IntRange(min = 1, max = 150) int length) {
    MigrationList tested = new MigrationList();
    Queue<Long> model = new ArrayDeque<>();
    long repeated = 0;
    for (int start : starts) {
      for (long page = start; page < start + length; page++) {
        if (model.contains(page)) {
          repeated++;
        } else {
          model.add(page);
        }
      }
      tested.add(mm, start, start + length, 0);
      MigrationList.Run run = tested.first();
      long taken = Math.min(7, run.end() - run.first());
      for (long i = 0; i < taken; i++) {
        assertThat(model.remove()).isEqualTo(run.first() + i);
      }
      tested.take(taken);
      if (tested.isEmpty()) {
        assertThat(model).isEmpty();
      }
    }
    List<Long> rest = new ArrayList<>();
    while (!tested.isEmpty()) {
      MigrationList.Run run = tested.first();
      for (long page = run.first(); page < run.end(); page++) {
        rest.add(page);
      }
      tested.take(run.end() - run.first());
    }
    assertThat(rest).containsExactlyElementsOf(model);
    assertThat(tested.pages()).isZero();
    assertThat(tested.takeDuplicates()).isEqualTo(repeated);
  }
}
