package org.tierlab.sim.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class EventQueueTest {
  private final EventQueue queue = new EventQueue();
  private final List<String> ran = new ArrayList<>();

  private void runAll() {
    while (queue.nextPs() < Long.MAX_VALUE) {
      queue.runNext();
    }
  }

  @Test
  void eventsRunByTimeThenByOrderOfScheduling() {
    queue.at(20, () -> ran.add("c"));
    queue.at(10, () -> ran.add("a"));
    queue.at(20, () -> ran.add("d"));
    queue.at(10, () -> ran.add("b"));

    assertThat(queue.nextPs()).isEqualTo(10);
    runAll();
    assertThat(ran).containsExactly("a", "b", "c", "d");
  }

  @Test
  void cancelledEventsNeitherRunNorCount() {
    EventQueue.Event first = queue.at(5, () -> ran.add("gone"));
    queue.at(7, () -> ran.add("stays"));
    first.cancel();

    assertThat(queue.nextPs()).isEqualTo(7);
    runAll();
    assertThat(ran).containsExactly("stays");
  }

  @Test
  void anEventMayScheduleAnotherAtItsOwnTime() {
    queue.at(
        5,
        () -> {
          ran.add("one");
          queue.at(5, () -> ran.add("three"));
        });
    queue.at(5, () -> ran.add("two"));

    runAll();
    assertThat(ran).containsExactly("one", "two", "three");
    assertThat(queue.nextPs()).isEqualTo(Long.MAX_VALUE);
  }
}
