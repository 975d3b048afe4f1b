package org.tierlab.policy.cache;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class ReplacementTest {
  private static void insert(Replacement cache, int... entries) {
    for (int entry : entries) {
      cache.insert(entry);
    }
  }

  @Test
  void lruGivesUpWhatWasUsedLongestAgo() {
    LruReplacement lru = new LruReplacement();
    insert(lru, 1, 2, 3);
    lru.hit(1);
    lru.hit(3);

    assertThat(lru.evict()).isEqualTo(2);
    assertThat(lru.evict()).isEqualTo(1);
    assertThat(lru.evict()).isEqualTo(3);
    assertThat(lru.evict()).isEqualTo(-1);
  }

  @Test
  void clockGivesASecondChance() {
    ClockReplacement clock = new ClockReplacement();
    insert(clock, 1, 2, 3);
    clock.hit(1);
    clock.hit(3);

    assertThat(clock.evict()).as("the hand clears 1 and stops at 2").isEqualTo(2);
    clock.insert(4);
    assertThat(clock.evict()).as("it clears 3, and 1 is clear").isEqualTo(1);
    assertThat(clock.evict()).isEqualTo(4);
    assertThat(clock.evict()).isEqualTo(3);
    assertThat(clock.evict()).isEqualTo(-1);
  }

  @Test
  void whatIsTakenOutIsNotGivenUp() {
    for (Replacement cache : List.of(new LruReplacement(), new ClockReplacement())) {
      insert(cache, 5000, 1, 2);
      cache.remove(1);
      assertThat(cache.evict()).isEqualTo(5000);
      cache.remove(2);
      assertThat(cache.evict()).isEqualTo(-1);
      cache.insert(1);
      assertThat(cache.evict()).isEqualTo(1);
    }
  }

  private static int misses(Replacement cache, List<Integer> accesses, int capacity) {
    Map<Integer, Boolean> present = new LinkedHashMap<>();
    int misses = 0;
    for (int page : accesses) {
      if (present.containsKey(page)) {
        cache.hit(page);
      } else {
        misses++;
        if (present.size() == capacity) {
          present.remove(cache.evict());
        }
        cache.insert(page);
        present.put(page, true);
      }
    }
    return misses;
  }

  @Property(tries = 200)
  void missesAreThoseOfHandWrittenCaches(
      @ForAll @Size(max = 400) List<@IntRange(min = 0, max = 30) Integer> accesses,
      @ForAll @IntRange(min = 1, max = 20) int capacity) {
    HandWrittenCaches reference = new HandWrittenCaches(capacity);
    accesses.forEach(reference::access);

    assertThat(misses(new LruReplacement(), accesses, capacity)).isEqualTo(reference.lruMisses());
    assertThat(misses(new ClockReplacement(), accesses, capacity))
        .isEqualTo(reference.clockMisses());
  }
}
