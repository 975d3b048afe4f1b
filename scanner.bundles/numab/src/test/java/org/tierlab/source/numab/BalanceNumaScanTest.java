package org.tierlab.source.numab;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.BitSet;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.tierlab.api.hotness.SourceContext;
import org.tierlab.testkit.FakeMachine;
import org.tierlab.testkit.FakeMm;
import org.tierlab.testkit.FakeRun;

/** Steps of 2 MiB, which is 512 pages; mappings begin at 2 MiB boundaries. */
class BalanceNumaScanTest {
  private static final long STEP = 2L << 20;

  private final FakeRun run = new FakeRun(new FakeMachine().dram(9000, 1).cxl(9000), 1);
  private final FakeMm mm = run.process("app");
  private final SourceContext context = run.sourceContext(Map.of());
  private final ProtNoneMarker marker = new ProtNoneMarker(context);
  private final BalanceNumaScan scan = new BalanceNumaScan(mm, context.pageTable(mm), 0b11);

  private BitSet marked() {
    long[] plane = new long[(int) ((mm.pages() + 63) / 64)];
    mm.pageTable().protNone(0, plane.length, plane);
    return BitSet.valueOf(plane);
  }

  private int markedPages() {
    return marked().cardinality();
  }

  @Test
  void eachStepCoversItsSizeAndTheLastOneWraps() {
    mm.map("heap", 1100, 1);
    scan.step(marker, STEP);
    assertThat(markedPages()).isEqualTo(512);
    assertThat(scan.sequence()).isZero();
    scan.step(marker, STEP);
    assertThat(markedPages()).isEqualTo(1024);
    scan.step(marker, STEP);
    assertThat(markedPages()).isEqualTo(1100);
    assertThat(scan.sequence()).isEqualTo(1);
  }

  @Test
  void addressesAreChargedWhetherOrNotAnythingChanges() {
    mm.map("heap", 1024, 1);
    scan.step(marker, STEP);
    scan.step(marker, STEP);
    assertThat(scan.sequence()).isEqualTo(1);
    // All is marked: the step still covers 512 pages only.
    scan.step(marker, STEP);
    assertThat(scan.sequence()).isEqualTo(1);
    scan.step(marker, STEP);
    assertThat(scan.sequence()).isEqualTo(2);
  }

  @Test
  void mappingsBelowTwoMebibytesArePassedOver() {
    mm.map("small", 511, 1);
    mm.map("just", 512, 1);
    mm.mapPinned("pinned", 600, 1);
    scan.step(marker, 4 * STEP);

    assertThat(marked().nextSetBit(0)).isEqualTo((int) mm.vmas().get(1).firstPage());
    assertThat(markedPages()).isEqualTo(512);
    assertThat(scan.sequence()).isEqualTo(1);
  }

  @Test
  void pagesOfEveryNodeAreMarked() {
    mm.map("heap", 512, 0);
    mm.map("slow", 512, 1);
    scan.step(marker, 4 * STEP);
    assertThat(markedPages()).isEqualTo(1024);
  }

  @Test
  void theWholeSpaceIsMarkedWithSmallMappings() {
    mm.map("small", 10, 1);
    mm.map("heap", 2000, 1);
    mm.mapPinned("pinned", 600, 1);
    scan.markAll(marker);
    assertThat(markedPages()).isEqualTo(2010);
    assertThat(scan.sequence()).isEqualTo(1);
  }

  @Test
  void oneTaskWinsEachPeriod() {
    assertThat(scan.claim(100, 50)).isTrue();
    assertThat(scan.claim(149, 50)).isFalse();
    assertThat(scan.claim(150, 50)).isTrue();
  }

  @Test
  void theResetComesAfterItsInterval() {
    assertThat(scan.resetDue(1, 1000)).isTrue();
    assertThat(scan.resetDue(1001, 1000)).isFalse();
    assertThat(scan.resetDue(1002, 1000)).isTrue();
  }
}
