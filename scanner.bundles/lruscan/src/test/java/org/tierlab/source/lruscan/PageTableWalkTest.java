package org.tierlab.source.lruscan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.tierlab.api.hotness.HotnessEvents;
import org.tierlab.api.hotness.SourceContext;
import org.tierlab.api.hotness.WalkCosts;
import org.tierlab.api.memory.Vma;
import org.tierlab.testkit.FakeMachine;
import org.tierlab.testkit.FakeMm;
import org.tierlab.testkit.FakeRun;

/** Node 0 is fast, 1 is slow; an entry costs 20 ns to clear and 3 ns to look at. */
class PageTableWalkTest {
  private static final int SEQ = 3;

  private final FakeRun run = new FakeRun(new FakeMachine().dram(20_000, 1).cxl(20_000), 1);
  private final FakeMm mm = run.process("app");
  private final SourceContext context = run.sourceContext(Map.of());
  private final Generations generations = new Generations(context);
  private final NodeState node = new NodeState(1);
  private final FoundPages found = new FoundPages();
  private final PageTableWalk walk =
      new PageTableWalk(new WalkCosts(20, 0, 3), new LruScanCounters(context), generations);

  private double walk(boolean force, boolean nonleaf) {
    found.clear();
    walk.begin(mm, node, SEQ, force, nonleaf);
    double ns = 0;
    double pmd = walk.walkPmd(context.pageTable(mm), 900, found);
    while (pmd >= 0) {
      ns += pmd;
      pmd = walk.walkPmd(context.pageTable(mm), 900, found);
    }
    walk.end();
    return ns;
  }

  private List<Long> pages() {
    HotnessEvents events = new HotnessEvents();
    found.drainTo(events, mm, 1000);
    List<Long> pages = new ArrayList<>();
    for (int i = 0; i < events.size(); i++) {
      long first = events.firstPage(i);
      LongStream.range(first, first + events.pages(i)).forEach(pages::add);
    }
    return pages;
  }

  @Test
  void findsAndClearsTheNodesAccessedEntriesOnly() {
    mm.map("heap", 300, 1);
    mm.place(0, 7, 8);
    mm.access(3, 7, 299);
    double ns = walk(true, false);
    assertThat(pages()).containsExactly(3L, 299L);
    assertThat(mm.accessed(3)).isFalse();
    assertThat(mm.accessed(7)).as("of the other node").isTrue();
    // the page table, 2 entries cleared, 298 looked at
    assertThat(ns).isEqualTo(3 + 2 * 20 + 298 * 3);
    walk(true, false);
    assertThat(pages()).isEmpty();
    assertThat(run.counter("lru_gen_leaf_total")).isEqualTo(600);
    assertThat(run.counter("lru_gen_leaf_young")).isEqualTo(2);
  }

  @Test
  void accessedFoliosBecomeYoungest() {
    mm.map("heap", 64, 1);
    generations.census();
    mm.access(9);
    walk(true, false);
    assertThat(generations.seqOf(mm, 9)).isEqualTo(SEQ);
  }

  @Test
  void anOldPmdIsSkippedWithNonleafBits() {
    mm.map("heap", 1024, 1);
    mm.access(600);
    // the first PMD is looked at, the second cleared and walked
    assertThat(walk(true, true)).isEqualTo(3 + 20 + 20 + 511 * 3);
    assertThat(pages()).containsExactly(600L);
    assertThat(run.counter("lru_gen_nonleaf_total")).isEqualTo(2);
    assertThat(run.counter("lru_gen_nonleaf_found")).isEqualTo(1);
  }

  @Test
  void oneYoungEntryInEightPutsAPmdIntoTheNextFilter() {
    node.filters.reset(SEQ + 1);
    mm.map("heap", 1024, 1);
    mm.accessRange(0, 63);
    mm.accessRange(512, 512 + 64);
    walk(true, false);
    long pmd = mm.vmas().get(0).startAddress() >>> NodeState.PMD_SHIFT;
    assertThat(node.filters.test(SEQ + 1, mm.id(), pmd)).as("63 of 512").isFalse();
    assertThat(node.filters.test(SEQ + 1, mm.id(), pmd + 1)).as("64 of 512").isTrue();
    assertThat(run.counter("lru_gen_nonleaf_added")).isEqualTo(1);
  }

  @Test
  void whatIsNotInTheFilterIsLeftOutUnlessForced() {
    node.filters.reset(SEQ);
    mm.map("heap", 1024, 1);
    mm.access(5, 700);
    node.filters.update(SEQ, mm.id(), mm.vmas().get(0).startAddress() >>> NodeState.PMD_SHIFT);
    assertThat(walk(false, false)).isEqualTo(3 + 20 + 511 * 3 + 3);
    assertThat(pages()).containsExactly(5L);
    assertThat(mm.accessed(700)).isTrue();
    walk(true, false);
    assertThat(pages()).containsExactly(700L);
  }

  @Test
  void hugePagesAreOneEntryThatNoFilterLeavesOut() {
    node.filters.reset(SEQ);
    mm.map("huge", 1024, 9, Vma.Kind.ANONYMOUS, 1);
    mm.access(512);
    assertThat(walk(false, true)).isEqualTo(3 + 20);
    assertThat(found.pages()).isEqualTo(512);
    assertThat(pages()).hasSize(512).startsWith(512L);
    assertThat(run.counter("lru_gen_nonleaf_total")).isZero();
  }

  @Test
  void absentPageTablesAndLockedMappingsCostNextToNothing() {
    mm.map("absent", 5 * 512, FakeMm.NOT_PRESENT);
    mm.mapPinned("locked", 512, 1);
    assertThat(walk(true, false)).isEqualTo(5 * 3);
    assertThat(pages()).isEmpty();
  }

  @Test
  void theIntervalBeginsAtTheLastWalkOfThePmd() {
    mm.map("heap", 64, 1);
    mm.access(1);
    walk(true, false);
    HotnessEvents events = new HotnessEvents();
    found.drainTo(events, mm, 1000);
    assertThat(events.fromNs(0)).isZero();
    assertThat(events.toNs(0)).isEqualTo(1000);
    mm.access(1);
    walk(true, false);
    found.drainTo(events, mm, 1000);
    assertThat(events.fromNs(0)).isEqualTo(900);
  }

  @Test
  void aWalkForAnOlderGenerationEnds() {
    mm.map("heap", 64, 1);
    mm.access(1);
    generations.incMaxSeq();
    assertThat(walk(true, false)).isZero();
    assertThat(mm.accessed(1)).isTrue();
  }

  @Test
  void neighboursInOneWordKeepTheirBits() {
    mm.map("left", 10, 1);
    mm.mapPinned("locked", 10, 1);
    mm.map("right", 10, 1);
    mm.access(9, 10, 20);
    walk(true, false);
    assertThat(pages()).containsExactly(9L, 20L);
    assertThat(mm.accessed(10)).isTrue();
  }
}
