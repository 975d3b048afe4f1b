package org.tierlab.policy.cache;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.tierlab.api.memory.Vma;
import org.tierlab.policy.cache.component.CacheLruComponent;
import org.tierlab.testkit.FakeMachine;
import org.tierlab.testkit.FakeMm;
import org.tierlab.testkit.FakeRun;
import org.tierlab.testkit.FakeTask;

/** Four fast pages. */
class ReferenceCacheTest {
  private final FakeRun run = new FakeRun(new FakeMachine().dram(4, 1).cxl(16), 1);
  private final FakeMm mm = run.process("app");
  private final FakeTask task = mm.task("app");

  private int nodeOf(long page) {
    return mm.pageTable().nodeOf(page);
  }

  private void assertCounts(long hits, long misses) {
    assertThat(run.counter("cache_lru_hit")).isEqualTo(hits);
    assertThat(run.counter("cache_lru_miss")).isEqualTo(misses);
  }

  @Test
  void aMissIsFastFromTheNextAccessOn() {
    mm.map("heap", 6, 1);
    run.attach(new CacheLruComponent(), Map.of());
    run.touch(task, 0, 1, 2, 3, 0);
    assertCounts(1, 4);
    assertThat(nodeOf(0)).isZero();

    // The fifth page takes the place of 1, which was used longest ago.
    run.touch(task, 4);
    assertThat(nodeOf(4)).isZero();
    assertThat(nodeOf(1)).isEqualTo(1);
    assertThat(nodeOf(0)).isZero();
    assertCounts(1, 5);
  }

  @Test
  void theCacheBeginsEmpty() {
    mm.map("heap", 3, 0);
    run.attach(new CacheLruComponent(), Map.of());
    assertThat(nodeOf(0)).isEqualTo(1);

    run.touch(task, 0, 0);
    assertCounts(1, 1);
    assertThat(nodeOf(0)).isZero();
  }

  @Test
  void whatFindsNoRoomBelowIsCachedFromTheStart() {
    FakeRun full = new FakeRun(new FakeMachine().dram(2, 1).cxl(2), 1);
    FakeMm space = full.process("app");
    FakeTask one = space.task("app");
    space.map("fast", 2, 0);
    space.map("slow", 2, 1);
    full.attach(new CacheLruComponent(), Map.of());
    full.touch(one, 0, 2, 0, 1);

    assertThat(full.counter("cache_lru_hit")).isEqualTo(2);
    assertThat(full.counter("cache_lru_miss")).isEqualTo(2);
    assertThat(space.pageTable().nodeOf(1)).isZero();
    assertThat(space.pageTable().nodeOf(2)).isEqualTo(1);
  }

  @Test
  void firstTouchesAreMisses() {
    mm.map("heap", 6, FakeMm.NOT_PRESENT);
    run.attach(new CacheLruComponent(), Map.of());
    run.touch(task, 0, 1, 2, 3, 4, 4);

    assertCounts(1, 5);
    assertThat(nodeOf(0)).isEqualTo(1);
    assertThat(nodeOf(4)).isZero();
  }

  @Test
  void capacityIsAKnob() {
    mm.map("heap", 6, 1);
    run.attach(new CacheLruComponent(), Map.of("capacity", 2));
    run.touch(task, 0, 1, 2);

    assertThat(nodeOf(0)).isEqualTo(1);
    assertThat(nodeOf(1)).isZero();
    assertThat(nodeOf(2)).isZero();
  }

  @Test
  void aLargeFolioTakesThePlaceOfSeveral() {
    mm.map("huge", 4, 1, Vma.Kind.ANONYMOUS, 1);
    mm.map("heap", 4, 1);
    run.attach(new CacheLruComponent(), Map.of());
    run.touch(task, 4, 5, 6, 7, 4);
    run.touch(task, 1);

    assertCounts(1, 5);
    assertThat(nodeOf(0)).isZero();
    assertThat(nodeOf(5)).isEqualTo(1);
    assertThat(nodeOf(6)).isEqualTo(1);
    assertThat(nodeOf(7)).isZero();
    assertThat(nodeOf(4)).isZero();
  }

  @Test
  void aProcessThatExitsLeavesTheCache() {
    FakeMm other = run.process("other");
    FakeTask its = other.task("its");
    mm.map("heap", 6, 1);
    other.map("heap", 4, 1);
    run.attach(new CacheLruComponent(), Map.of());
    run.touch(task, 0, 1);
    run.touch(its, 0, 1);
    other.exit();
    run.touch(task, 2, 3, 0, 1);

    assertCounts(2, 6);
  }

  @Test
  void whatCannotBeMovedIsNotCached() {
    mm.mapPinned("pinned", 2, 1);
    run.attach(new CacheLruComponent(), Map.of());
    run.touch(task, 0, 0);

    assertCounts(0, 0);
    assertThat(nodeOf(0)).isEqualTo(1);
  }
}
