package org.tierlab.source.numab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.tierlab.source.numab.ProtNoneMarker.DirtyFiles.LEFT_ALONE;

import java.util.BitSet;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tierlab.api.hotness.SourceContext;
import org.tierlab.api.hotness.WalkCosts;
import org.tierlab.api.memory.AddressSpaceView;
import org.tierlab.api.memory.PageTableWriter;
import org.tierlab.api.memory.Vma;
import org.tierlab.testkit.FakeMachine;
import org.tierlab.testkit.FakeMm;
import org.tierlab.testkit.FakeRun;

class ProtNoneMarkerTest {
  private static final int FAST = 1;
  private static final int SLOW = 2;

  private final FakeRun run = new FakeRun(new FakeMachine().dram(20_000, 1).cxl(20_000), 1);
  private final FakeMm mm = run.process("app");
  private final SourceContext context = run.sourceContext(Map.of());
  private final ProtNoneMarker marker = new ProtNoneMarker(context);

  private long mark(Vma vma, long first, long end, int nodes) {
    return marker.mark(mm, table(), vma, first, end, choice(nodes, LEFT_ALONE));
  }

  private static ProtNoneMarker.Choice choice(int nodes, ProtNoneMarker.DirtyFiles dirty) {
    return new ProtNoneMarker.Choice(nodes, SLOW, 1 << 30, dirty);
  }

  /** Page 3 of a file is dirty; balancenuma is older than the exception. */
  @ParameterizedTest
  @CsvSource({
    "FILE, 0, LEFT_ALONE, 3",
    "FILE, 0, MARKED, 4",
    "FILE, 4, LEFT_ALONE, 3",
    "FILE, 9, LEFT_ALONE, 4",
    "ANONYMOUS, 0, LEFT_ALONE, 4",
  })
  void leavesDirtyFoliosOfFilesAlone(
      Vma.Kind kind, int order, ProtNoneMarker.DirtyFiles dirty, int folios) {
    Vma file = mm.map("file", 4L << order, order, kind, 1);
    mm.store((3L << order) + (order > 0 ? 1 : 0));
    mm.access(0);
    long marked = marker.mark(mm, table(), file, 0, 4L << order, choice(SLOW, dirty));
    assertThat(marked).isEqualTo((long) folios << order);
    BitSet heads = marked(mm);
    assertThat(heads.cardinality()).isEqualTo(folios);
    assertThat(heads.get(3 << order)).isEqualTo(folios == 4);
  }

  private PageTableWriter table() {
    return context.pageTable(mm);
  }

  private static BitSet marked(AddressSpaceView mm) {
    int words = (int) ((mm.pages() + 63) / 64);
    long[] plane = new long[words];
    mm.pageTable().protNone(0, words, plane);
    return BitSet.valueOf(plane);
  }

  private static BitSet range(int from, int to) {
    BitSet set = new BitSet();
    set.set(from, to);
    return set;
  }

  @Test
  void marksExactlyTheRange() {
    Vma heap = mm.map("heap", 10_000, 1);
    assertThat(mark(heap, 63, 9001, SLOW)).isEqualTo(9001 - 63);
    assertThat(marked(mm)).isEqualTo(range(63, 9001));
  }

  @Property(tries = 50)
  void marksExactlyAnyRange(
      @ForAll @IntRange(min = 0, max = 5000) int first,
      @ForAll @IntRange(min = 1, max = 5000) int pages) {
    FakeRun other = new FakeRun(new FakeMachine().dram(20_000, 1).cxl(20_000), 1);
    FakeMm space = other.process("app");
    Vma heap = space.map("heap", 10_000, 1);
    SourceContext source = other.sourceContext(Map.of());
    new ProtNoneMarker(source)
        .mark(space, source.pageTable(space), heap, first, first + pages, choice(SLOW, LEFT_ALONE));
    assertThat(marked(space)).isEqualTo(range(first, first + pages));
  }

  @Test
  void leavesOtherNodesAndAbsentPagesAlone() {
    Vma fast = mm.map("fast", 64, 0);
    Vma absent = mm.map("absent", 64, FakeMm.NOT_PRESENT);
    assertThat(mark(fast, 0, 64, SLOW)).isZero();
    assertThat(mark(absent, 64, 128, FAST | SLOW)).isZero();
    assertThat(marked(mm).isEmpty()).isTrue();
  }

  @Test
  void doesNotTouchWhatAnySourceHasMarked() {
    Vma heap = mm.map("heap", 128, 1);
    run.sourceContext(Map.of()).pageTable(mm).markProtNone(0, 1, new long[] {0xffL});
    assertThat(mark(heap, 0, 128, SLOW)).isEqualTo(120);
    assertThat(mark(heap, 0, 128, SLOW)).isZero();
    assertThat(table().lastCpupid(7)).as("marked by another").isEqualTo(-1);
    assertThat(table().lastCpupid(8)).isEqualTo(1 << 30);
  }

  @Test
  void storesTheAccessTimeOnTimedNodesOnly() {
    Vma heap = mm.map("heap", 128, 1);
    mm.place(0, 5);
    mark(heap, 0, 100, FAST | SLOW);
    assertThat(table().lastCpupid(4)).isEqualTo(1 << 30);
    assertThat(table().lastCpupid(5)).as("fast tier").isEqualTo(-1);
    assertThat(table().lastCpupid(99)).isEqualTo(1 << 30);
    assertThat(table().lastCpupid(100)).as("out of range").isEqualTo(-1);
  }

  @Test
  void chargesChangedAndSkippedEntriesAndOneFlush() {
    run.walkCosts(new WalkCosts(0, 50, 5));
    run.flushCostNs(1600);
    Vma heap = mm.map("heap", 9000, 1);
    mm.place(0, 1, 2, 3);
    mark(heap, 0, 9000, SLOW);
    assertThat(marker.takeCostNs()).isEqualTo(8997 * 50 + 3 * 5 + 1600);
    assertThat(marker.takeCostNs()).isZero();
    mark(heap, 0, 9000, SLOW);
    assertThat(marker.takeCostNs()).as("nothing changed, no flush").isEqualTo(9000 * 5);
  }

  @Test
  void countsPtesOfSmallFoliosAndThePagesOfHugeOnes() {
    run.walkCosts(new WalkCosts(0, 50, 5));
    run.flushCostNs(0);
    Vma sixteens = mm.map("mthp", 64, 4, Vma.Kind.ANONYMOUS, 1);
    assertThat(mark(sixteens, 0, 64, SLOW)).isEqualTo(64);
    assertThat(run.counter("numa_pte_updates")).isEqualTo(64);
    assertThat(run.counter("numa_huge_pte_updates")).isZero();
    assertThat(marker.takeCostNs()).isEqualTo(64 * 50);
    Vma huge = mm.map("thp", 1024, 9, Vma.Kind.ANONYMOUS, 1);
    assertThat(mark(huge, huge.firstPage(), huge.endPage(), SLOW)).isEqualTo(1024);
    assertThat(run.counter("numa_pte_updates")).isEqualTo(64 + 1024);
    assertThat(run.counter("numa_huge_pte_updates")).isEqualTo(2);
    assertThat(marker.takeCostNs()).isEqualTo(2 * 50);
  }
}
