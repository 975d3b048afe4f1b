package org.tierlab.source.numab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.tierlab.testkit.SimulatedTime.seconds;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.tierlab.api.hotness.SourceContext;
import org.tierlab.api.knob.KnobSet;
import org.tierlab.api.memory.Vma;
import org.tierlab.testkit.FakeMachine;
import org.tierlab.testkit.FakeMm;
import org.tierlab.testkit.FakeRun;
import org.tierlab.testkit.FakeTask;

/** Steps of 2 MiB, 512 pages, over mappings that start at multiples of 1 GiB unless said. */
class MmScanTest {
  private static final int STEP = 512;

  private final FakeMachine machine = new FakeMachine().dram(40_000, 4).cxl(40_000);
  private final FakeRun run = new FakeRun(machine, 1);
  private final FakeMm mm = run.process("app");
  private final FakeTask task = mm.task("main");
  private final SourceContext context = run.sourceContext(Map.of());
  private final ProtNoneMarker marker = new ProtNoneMarker(context);
  private final MmScan scan = new MmScan(mm, context.pageTable(mm), machine, marker, 0);
  private final Map<String, Object> values =
      new HashMap<>(Map.of("scan_size_mb", 2, "numa_balancing", 1));

  private void step() {
    step(0);
  }

  private void step(long nowNs) {
    scan.step(task, nowNs, KnobSet.of(NumabKnobs.class).bind(values));
  }

  private int marked(Vma vma) {
    int words = (int) ((mm.pages() + 63) / 64);
    long[] plane = new long[words];
    mm.pageTable().protNone(0, words, plane);
    return java.util.BitSet.valueOf(plane)
        .get((int) vma.firstPage(), (int) vma.endPage())
        .cardinality();
  }

  private void clear(Vma vma) {
    for (long page = vma.firstPage(); page < vma.endPage(); page++) {
      run.touch(task, page);
    }
  }

  @Test
  void marksOneScanSizeAndGoesOnFromThere() {
    Vma heap = mm.map("heap", 3 * STEP, 1);
    step();
    assertThat(marked(heap)).isEqualTo(STEP);
    assertThat(mm.pageTable().nodeOf(STEP)).isEqualTo(1);
    step();
    assertThat(marked(heap)).isEqualTo(2 * STEP);
    assertThat(scan.sequence()).isZero();
    step();
    assertThat(marked(heap)).isEqualTo(3 * STEP);
    assertThat(scan.sequence()).as("the last page spent the budget; the end is not seen").isZero();
    step();
    assertThat(scan.sequence()).isEqualTo(2);
  }

  @Test
  void comingToTheEndWrapsWithinTheStep() {
    mm.map("heap", STEP - 1, 1);
    step();
    assertThat(scan.sequence()).isEqualTo(1);
  }

  @Test
  void chunksEndAtTwoMebibyteBoundaries() {
    Vma small = mm.map("small", 100, 1);
    Vma heap = mm.map("heap", 2000, 1);
    // heap starts 100 pages past a boundary: 412 of the 512 pages are left and end exactly there.
    step();
    assertThat(marked(small)).isEqualTo(100);
    assertThat(marked(heap)).isEqualTo(412);
    // 512 pages from a boundary.
    step();
    assertThat(marked(heap)).isEqualTo(412 + 512);
  }

  @Test
  void aChunkIsRoundedUpToTheBoundary() {
    mm.map("small", 101, 1);
    Vma heap = mm.map("heap", 2000, 1);
    values.put("scan_size_mb", 1);
    // 256 − 101 = 155 pages are left, from 101 pages past a boundary: on to the next boundary.
    step();
    assertThat(marked(heap)).isEqualTo(512 - 101);
  }

  @Test
  void onlyChunksThatChangeAreChargedToTheScanSize() {
    Vma local = mm.map("local", 4 * STEP, 0);
    Vma heap = mm.map("heap", 2 * STEP, 1);
    step();
    assertThat(marked(local)).as("local to a single-threaded process").isZero();
    assertThat(marked(heap)).isEqualTo(STEP);
  }

  @Test
  void aThreadWhoseLeaderWaitsIsNotAlone() {
    mm.leaderWaiting();
    Vma local = mm.map("local", STEP, 0);
    step();
    assertThat(marked(local)).isEqualTo(STEP);
  }

  @Test
  void oneChangedPageChargesItsWholeChunk() {
    Vma local = mm.map("local", STEP, 0);
    mm.place(1, 17);
    Vma heap = mm.map("heap", STEP, 1);
    step();
    assertThat(marked(local)).isEqualTo(1);
    assertThat(marked(heap)).isZero();
  }

  @Test
  void walksEightTimesTheScanSizeAtMost() {
    mm.map("absent", 8 * STEP, FakeMm.NOT_PRESENT);
    Vma heap = mm.map("heap", STEP, 1);
    step();
    assertThat(marked(heap)).as("4096 pages walked").isZero();
    step();
    assertThat(marked(heap)).isEqualTo(STEP);
  }

  @Test
  void onePageLessThanEightTimesLeavesRoomForAnotherChunk() {
    mm.map("absent", 8 * STEP - 1, FakeMm.NOT_PRESENT);
    Vma heap = mm.map("heap", 2 * STEP, 1);
    step();
    // heap starts one page before a boundary, so that the chunk is cut there.
    assertThat(marked(heap)).isEqualTo(513);
  }

  @Test
  void skipsPinnedAndReadOnlyFileMappings() {
    Vma pinned = mm.mapPinned("pinned", 100, 1);
    Vma text = mm.map("libc", 100, 0, Vma.Kind.FILE_READ_ONLY, 1);
    Vma data = mm.map("data", 100, 0, Vma.Kind.FILE, 1);
    step();
    assertThat(marked(pinned)).isZero();
    assertThat(marked(text)).isZero();
    assertThat(marked(data)).isEqualTo(100);
  }

  @Test
  void localPagesAreMarkedOnceThereIsASecondThread() {
    Vma local = mm.map("local", 100, 0);
    step();
    assertThat(marked(local)).isZero();
    FakeTask second = mm.task("second");
    step(seconds(2));
    assertThat(marked(local)).isEqualTo(100);
    clear(local);
    second.exit();
    step(seconds(3));
    assertThat(marked(local)).isZero();
  }

  @Test
  void hugeFoliosAreMarkedEvenLocalToASingleThread() {
    Vma huge = mm.map("thp", 512, 9, Vma.Kind.ANONYMOUS, 0);
    step();
    assertThat(marked(huge)).isEqualTo(1);
  }

  @Test
  void memoryTieringAloneLeavesTheFastTierAlone() {
    mm.task("second");
    Vma fast = mm.map("fast", 100, 0);
    Vma slow = mm.map("slow", 100, 1);
    values.put("numa_balancing", 2);
    step();
    assertThat(marked(fast)).isZero();
    assertThat(marked(slow)).isEqualTo(100);
    values.put("numa_balancing", 3);
    step(seconds(2));
    assertThat(marked(fast)).isEqualTo(100);
  }

  @Test
  void memoryTieringStoresTheScanTimeInSlowPagesOnly() {
    mm.task("second");
    mm.map("fast", 1, 0);
    mm.map("slow", 1, 1);
    values.put("numa_balancing", 3);
    step(seconds(5));
    assertThat(mm.pageTable().lastCpupid(0)).isEqualTo(-1);
    assertThat(mm.pageTable().lastCpupid(1)).isEqualTo(LastCpupid.accessTime(5000, 12));
    values.put("numa_balancing", 1);
    run.touch(task, 1);
    step(seconds(7));
    assertThat(mm.pageTable().lastCpupid(1)).isEqualTo(LastCpupid.accessTime(5000, 12));
  }

  @Test
  void aMappingSeenAfterTheFirstPassWaitsForOneScanDelay() {
    mm.map("heap", 10, 1);
    step();
    assertThat(scan.sequence()).isEqualTo(1);
    Vma late = mm.map("late", 10, 1);
    step(seconds(100));
    assertThat(marked(late)).isZero();
    step(seconds(101) - 1);
    assertThat(marked(late)).isZero();
    step(seconds(101));
    assertThat(marked(late)).isEqualTo(10);
  }

  @Test
  void afterTwoPassesOnlyMappingsThatTheTaskFaultedInAreScanned() {
    FakeTask other = mm.task("other");
    mm.task("third");
    Vma others = mm.map("others", 10, 1);
    Vma mine = mm.map("mine", STEP, 1);
    // First seen in pass 0 and therefore unconditional in passes 0 and 1.
    passes(2);
    clear(mine);
    clear(others);
    scan.accessed(mine, task);
    scan.accessed(others, other);
    step(seconds(2));
    assertThat(marked(mine)).isEqualTo(STEP);
    assertThat(marked(others)).isZero();
  }

  @Test
  void withBudgetLeftOneUntouchedMappingIsScannedToo() {
    mm.task("second");
    mm.task("third");
    Vma one = mm.map("one", 10, 1);
    Vma mine = mm.map("mine", STEP - 1, 1);
    Vma two = mm.map("two", 10, 1);
    passes(2);
    clear(one);
    clear(mine);
    clear(two);
    scan.accessed(mine, task);
    step(seconds(2));
    assertThat(marked(mine)).isEqualTo(STEP - 1);
    assertThat(marked(one)).as("the first from where the step began").isEqualTo(10);
    assertThat(marked(two)).isZero();
  }

  private void passes(int until) {
    step();
    while (scan.sequence() < until) {
      step(seconds(2));
    }
  }

  @Test
  void ifNothingElseIsLeftOneUntouchedMappingIsScanned() {
    mm.task("second");
    mm.task("third");
    Vma one = mm.map("one", 10, 1);
    Vma two = mm.map("two", 10, 1);
    passes(2);
    clear(one);
    clear(two);
    step(seconds(2));
    assertThat(marked(one)).isEqualTo(10);
    assertThat(marked(two)).isZero();
    step(seconds(2));
    assertThat(marked(two)).isEqualTo(10);
  }

  @Test
  void aMappingThatIsBegunIsFinishedByWhoeverComes() {
    mm.task("second");
    mm.task("third");
    Vma heap = mm.map("heap", 2 * STEP, 1);
    passes(2);
    clear(heap);
    scan.accessed(heap, task);
    // The step that entered this pass marked the first half again already; all was cleared since.
    step(seconds(2));
    int first = marked(heap);
    scan.step(
        run.process("elsewhere").task("stranger"),
        seconds(2),
        KnobSet.of(NumabKnobs.class).bind(values));
    assertThat(first).isEqualTo(STEP);
    assertThat(marked(heap)).isEqualTo(2 * STEP);
  }

  @Test
  void anEmptyAddressSpaceIsNoPass() {
    step();
    assertThat(scan.sequence()).isZero();
  }
}
