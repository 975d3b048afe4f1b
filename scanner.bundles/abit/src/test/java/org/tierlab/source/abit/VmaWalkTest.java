package org.tierlab.source.abit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.tierlab.api.hotness.SourceContext;
import org.tierlab.api.hotness.WalkCosts;
import org.tierlab.api.memory.FolioFlag;
import org.tierlab.api.memory.Vma;
import org.tierlab.testkit.FakeMachine;
import org.tierlab.testkit.FakeMm;
import org.tierlab.testkit.FakeRun;

class VmaWalkTest {
  private final FakeRun run = new FakeRun(new FakeMachine().dram(10_000, 1).cxl(10_000), 1);
  private final FakeMm mm = run.process("app");
  private final SourceContext context = run.sourceContext(Map.of());
  private final Findings findings = new Findings(run.machine());
  private final PageRuns hot = new PageRuns();
  private final VmaWalk walk =
      new VmaWalk(
          run.machine(), new WalkCosts(20, 0, 3), new ScanCounters(context, ScannerVersion.V1));

  private double walk(Vma vma, AccessRule rule) {
    hot.clear();
    walk.begin(mm.id(), vma);
    double ns = 0;
    while (!walk.finished()) {
      ns += walk.walkChunk(context.pageTable(mm), rule, findings, hot);
    }
    walk.end();
    return ns;
  }

  private List<Long> hotPages() {
    List<Long> pages = new ArrayList<>();
    for (int i = 0; i < hot.size(); i++) {
      for (long p = 0; p < hot.pages(i); p++) {
        pages.add(hot.first(i) + p);
      }
    }
    return pages;
  }

  @Test
  void firstScanFindsEveryPresentSlowPageHot() {
    Vma heap = mm.map("heap", 100, 1);
    mm.place(0, 7, 8);
    assertThat(walk(heap, AccessRule.FIRST_ACCESS)).isEqualTo(100 * 20 + 98 * 20);
    assertThat(hotPages()).hasSize(98).doesNotContain(7L, 8L);
    assertThat(findings.slowAccessed()).isEqualTo(98);
    assertThat(findings.target(false)).isZero();
    assertThat(mm.flagged(FolioFlag.IDLE, 50)).isTrue();
    walk(heap, AccessRule.FIRST_ACCESS);
    assertThat(hotPages()).isEmpty();
  }

  @Test
  void onceSeenAccessedAPageStaysHotUntilReclaimClearsYoung() {
    Vma heap = mm.map("heap", 64, 1);
    walk(heap, AccessRule.FIRST_ACCESS);
    mm.access(9);
    walk(heap, AccessRule.FIRST_ACCESS);
    assertThat(hotPages()).containsExactly(9L);
    assertThat(mm.accessed(9)).isFalse();
    walk(heap, AccessRule.FIRST_ACCESS);
    assertThat(hotPages()).containsExactly(9L);
    mm.flag(FolioFlag.YOUNG, 9, false);
    walk(heap, AccessRule.FIRST_ACCESS);
    assertThat(hotPages()).isEmpty();
  }

  @Test
  void referencedPagesCountAsAccessed() {
    Vma heap = mm.map("heap", 64, 1);
    walk(heap, AccessRule.FIRST_ACCESS);
    mm.flag(FolioFlag.REFERENCED, 3, true);
    walk(heap, AccessRule.FIRST_ACCESS);
    assertThat(hotPages()).containsExactly(3L);
  }

  @Test
  void secondAccessRuleWantsTwoScansInARow() {
    Vma heap = mm.map("heap", 64, 1);
    mm.access(1);
    walk(heap, AccessRule.SECOND_ACCESS);
    assertThat(hotPages()).as("a first scan passes on one access").containsExactly(1L);
    mm.access(2);
    walk(heap, AccessRule.SECOND_ACCESS);
    assertThat(hotPages()).isEmpty();
    mm.access(1, 2);
    walk(heap, AccessRule.SECOND_ACCESS);
    assertThat(hotPages()).as("page 1 was not accessed in between").containsExactly(2L);
    mm.access(1);
    walk(heap, AccessRule.SECOND_ACCESS);
    assertThat(hotPages()).containsExactly(1L);
  }

  @Test
  void harvestsOnlyItsOwnPartOfASharedWordAndLosesNothing() {
    Vma left = mm.map("left", 70, 1);
    Vma right = mm.map("right", 50, 1);
    walk(left, AccessRule.SECOND_ACCESS);
    walk(right, AccessRule.SECOND_ACCESS);
    mm.access(69, 70, 119);
    walk(left, AccessRule.SECOND_ACCESS);
    mm.access(69, 70, 71);
    walk(left, AccessRule.SECOND_ACCESS);
    assertThat(hotPages()).containsExactly(69L);
    assertThat(mm.flagged(FolioFlag.YOUNG, 119)).as("reclaim still learns of it").isTrue();
    assertThat(mm.flagged(FolioFlag.IDLE, 119)).isTrue();
    walk(right, AccessRule.SECOND_ACCESS);
    assertThat(hotPages()).isEmpty();
    mm.access(70, 71, 119);
    walk(right, AccessRule.SECOND_ACCESS);
    assertThat(hotPages()).containsExactly(70L, 71L, 119L);
  }

  @Test
  void largeFoliosCostAnEntryAndARecordForEachPage() {
    Vma huge = mm.map("huge", 1024, 9, Vma.Kind.ANONYMOUS, 1);
    assertThat(walk(huge, AccessRule.FIRST_ACCESS)).isEqualTo(1024 * 20 + 1024 * 20);
    assertThat(hot.size()).isEqualTo(1);
    assertThat(hot.pages(0)).isEqualTo(1024);
    assertThat(findings.slowAccessed()).isEqualTo(1024);
    assertThat(run.counter("nr_kmmscand_migadded")).isEqualTo(1024);
    assertThat(walk(huge, AccessRule.FIRST_ACCESS)).as("no records").isEqualTo(1024 * 20);
  }

  @Test
  void absentLargeFoliosAreLookedAtOnceEach() {
    Vma huge = mm.map("huge", 1024, 9, Vma.Kind.ANONYMOUS, FakeMm.NOT_PRESENT);
    assertThat(walk(huge, AccessRule.FIRST_ACCESS)).isEqualTo(2 * 3);
  }

  @Test
  void demotedPagesThatWereAccessedInFastMemoryAreHotAtTheNextScan() {
    Vma heap = mm.map("heap", 64, 0);
    walk(heap, AccessRule.FIRST_ACCESS);
    mm.place(1, 5);
    walk(heap, AccessRule.FIRST_ACCESS);
    assertThat(hotPages()).containsExactly(5L);
    walk(heap, AccessRule.FIRST_ACCESS);
    assertThat(hotPages()).isEmpty();
  }

  @Test
  void theWalkEndsAfterTheLastEntryOfAPageTable() {
    Vma heap = mm.map("heap", 2048, FakeMm.NOT_PRESENT);
    walk(heap, AccessRule.FIRST_ACCESS);
    assertThat(walk.addressAfterLastEntry()).isZero();
    mm.place(1, 3);
    walk(heap, AccessRule.FIRST_ACCESS);
    long table = 2L << 20;
    assertThat(walk.addressAfterLastEntry()).isEqualTo((heap.addressOf(3) / table + 1) * table);
    mm.place(1, 2047);
    walk(heap, AccessRule.FIRST_ACCESS);
    assertThat(walk.addressAfterLastEntry()).isEqualTo(heap.addressOf(2047) + 4096);
  }

  @Test
  void absentEntriesAreSkippedOneByOneOrAWordAtATime() {
    Vma heap = mm.map("heap", 2048, FakeMm.NOT_PRESENT);
    mm.place(1, 0, 1, 1030);
    assertThat(walk(heap, AccessRule.FIRST_ACCESS))
        .isEqualTo(2 * 20 + 62 * 3 + 20 + 63 * 3 + 30 * 3 + 3 * 20);
    assertThat(hotPages()).containsExactly(0L, 1L, 1030L);
  }

  @Test
  void countsWhatItSees() {
    Vma heap = mm.map("heap", 10, 1);
    mm.place(0, 0, 1, 2);
    walk(heap, AccessRule.FIRST_ACCESS);
    mm.access(0, 9);
    walk(heap, AccessRule.FIRST_ACCESS);
    assertThat(run.counter("nr_kmmscand_toptier")).isEqualTo(6);
    assertThat(run.counter("nr_kmmscand_slowtier")).as("queued").isEqualTo(7 + 1);
    assertThat(run.counter("nr_kmmscand_migadded")).isEqualTo(7 + 1);
    assertThat(run.counter("nr_kmmscand_idlepage")).as("slow ones only").isEqualTo(6);
  }
}
