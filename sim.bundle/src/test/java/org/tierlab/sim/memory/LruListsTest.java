package org.tierlab.sim.memory;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tierlab.api.memory.FolioFlag;
import org.tierlab.api.memory.Lru;
import org.tierlab.api.memory.LruBatch;

class LruListsTest {
  private final Memory memory = new Memory();
  private final LruBatch batch = new LruBatch();

  /** However it is asked for, a round of the hand gives out every folio once. */
  @Property(tries = 50)
  void aRoundVisitsEveryFolioOnce(
      @ForAll @IntRange(min = 1, max = 200) int first,
      @ForAll @IntRange(min = 1, max = 200) int second,
      @ForAll @IntRange(min = 1, max = 77) int bite) {
    Memory fresh = new Memory();
    populate(fresh.process(first, 0), first);
    populate(fresh.process(second, 0), second);
    Lru lru = fresh.lru.of(0);
    List<String> seen = new ArrayList<>();
    for (int left = first + second; left > 0; left -= bite) {
      int taken = lru.scanInactive(Math.min(bite, left), batch);
      assertThat(taken).isEqualTo(Math.min(bite, left));
      for (int i = 0; i < batch.size(); i++) {
        seen.add(batch.mm(i).id() + ":" + batch.page(i));
      }
    }
    assertThat(seen).hasSize(first + second).doesNotHaveDuplicates();
    lru.scanInactive(1, batch);
    assertThat(batch.mm(0).id() + ":" + batch.page(0)).isEqualTo("0:0");
  }

  private static void populate(AddressSpace mm, int pages) {
    for (int page = 0; page < pages; page++) {
      mm.populate(page, 0);
    }
  }

  @Test
  void foliosInFlightAreNotMadeUpForByOthers() {
    AddressSpace mm = memory.process(100, 0);
    populate(mm, 100);
    memory.lru.of(0).scanInactive(10, batch);
    mm.beginMigration(50, 1);

    int taken = memory.lru.of(0).scanInactive(1000, batch);

    assertThat(taken).isEqualTo(99);
    assertThat(Memory.pages(batch)).hasSize(99).doesNotHaveDuplicates().doesNotContain(50L);
    assertThat(batch.page(0)).isEqualTo(10);
    assertThat(batch.page(98)).isEqualTo(9);
  }

  @Test
  void theLastFolioIsTakenWhole() {
    AddressSpace mm = memory.process(1024, 9);
    mm.populate(0, 0);
    mm.populate(512, 0);

    assertThat(memory.lru.of(0).scanInactive(1, batch)).isEqualTo(512);
    assertThat(Memory.pages(batch)).containsExactly(0L);
    assertThat(memory.lru.of(0).scanInactive(513, batch)).isEqualTo(1024);
    assertThat(Memory.pages(batch)).containsExactly(512L, 0L);
  }

  /** Base pages, 64 KiB and 2 MiB: counts are of pages, flags and isolation of whole folios. */
  @ParameterizedTest
  @ValueSource(ints = {0, 4, 9})
  void foliosOfEverySizeAreOneEntryOfTheLists(int order) {
    int folio = 1 << order;
    AddressSpace mm = memory.process(4L * folio, order);
    for (int i = 0; i < 4; i++) {
      mm.populate((long) i * folio, 1);
    }
    Lru lru = memory.lru.of(1);
    mm.store().apply(2L * folio, false);

    assertThat(lru.inactivePages()).isEqualTo(4L * folio);
    assertThat(lru.scanInactive(4 * folio, batch)).isEqualTo(4 * folio);
    assertThat(Memory.pages(batch)).containsExactly(0L, 1L * folio, 2L * folio, 3L * folio);
    assertThat(batch.referenced(1)).isFalse();
    assertThat(batch.referenced(2)).isTrue();

    lru.activate(batch, 2);
    assertThat(lru.activePages()).isEqualTo(folio);
    assertThat(lru.inactivePages()).isEqualTo(3L * folio);
    assertThat(lru.scanActive(1, batch)).isEqualTo(folio);
    assertThat(Memory.pages(batch)).containsExactly(2L * folio);

    lru.markAccessed(mm, 3L * folio);
    lru.markAccessed(mm, 3L * folio);
    assertThat(lru.activePages()).isEqualTo(2L * folio);

    int entry = mm.store().entry(2L * folio);
    mm.beginMigration(2L * folio, 0);
    mm.endMigration(2L * folio, 1, 0, true, entry);
    assertThat(lru.activePages()).isEqualTo(folio);
    assertThat(memory.lru.of(0).activePages()).as("it stays active").isEqualTo(folio);
    assertThat(memory.listed(0)).isEqualTo(memory.taken(0));
    assertThat(memory.listed(1)).isEqualTo(memory.taken(1));
  }

  @Test
  void accessedOrYoungIsReferencedOnceAndNotedInTheFlag() {
    AddressSpace mm = memory.process(3, 0);
    populate(mm, 3);
    mm.store().apply(1, false);
    mm.store().setFlag(FolioFlag.YOUNG, 0, 1, new long[] {0b100});
    mm.store().setFlag(FolioFlag.IDLE, 0, 1, new long[] {0b111});

    memory.lru.of(0).scanInactive(3, batch);

    assertThat(batch.referenced(0)).isFalse();
    assertThat(batch.referenced(1)).isTrue();
    assertThat(batch.referenced(2)).isTrue();
    assertThat(batch.referencedBefore(1)).isFalse();
    assertThat(mm.store().flag(FolioFlag.IDLE, 0)).isTrue();
    assertThat(mm.store().flag(FolioFlag.IDLE, 1)).isFalse();

    memory.lru.of(0).scanInactive(3, batch);

    assertThat(batch.referenced(1)).isFalse();
    assertThat(batch.referencedBefore(1)).isTrue();
    assertThat(batch.referencedBefore(2)).isTrue();
    memory.lru.of(0).scanInactive(3, batch);
    assertThat(batch.referencedBefore(1)).isFalse();
  }

  @Test
  void theActiveListLeavesTheReferencedFlagAlone() {
    AddressSpace mm = memory.process(1, 0);
    mm.populate(0, 0);
    mm.store().apply(0, false);
    Lru lru = memory.lru.of(0);
    lru.scanInactive(1, batch);
    lru.activate(batch, 0);

    assertThat(lru.activePages()).isEqualTo(1);
    assertThat(lru.inactivePages()).isZero();
    assertThat(lru.scanInactive(1, batch)).isZero();
    assertThat(lru.scanActive(1, batch)).isEqualTo(1);
    assertThat(batch.referenced(0)).isFalse();
    assertThat(batch.referencedBefore(0)).isTrue();
    assertThat(mm.store().flag(FolioFlag.REFERENCED, 0)).isTrue();
  }

  @Test
  void movingAFolioThatHasLeftTheNodeDoesNothing() {
    AddressSpace mm = memory.process(1, 0);
    mm.populate(0, 0);
    memory.lru.of(0).scanInactive(1, batch);
    int entry = mm.store().entry(0);
    mm.beginMigration(0, 1);
    mm.endMigration(0, 0, 1, true, entry);

    memory.lru.of(0).activate(batch, 0);

    assertThat(memory.lru.of(0).activePages()).isZero();
    assertThat(memory.lru.of(1).inactivePages()).isEqualTo(1);
  }

  @Test
  void aMarkedAccessReferencesThenActivates() {
    AddressSpace mm = memory.process(2, 0);
    mm.populate(0, 1);
    Lru lru = memory.lru.of(1);

    lru.markAccessed(mm, 0);
    assertThat(mm.store().flag(FolioFlag.REFERENCED, 0)).isTrue();
    assertThat(lru.activePages()).isZero();
    lru.markAccessed(mm, 0);
    assertThat(mm.store().flag(FolioFlag.REFERENCED, 0)).isFalse();
    assertThat(lru.activePages()).isEqualTo(1);
    assertThat(lru.inactivePages()).isZero();
    lru.markAccessed(mm, 0);
    lru.markAccessed(mm, 0);
    assertThat(mm.store().flag(FolioFlag.REFERENCED, 0)).isTrue();
    assertThat(lru.activePages()).isEqualTo(1);
  }

  @Test
  void aFolioElsewhereIsNotThisListsBusiness() {
    AddressSpace mm = memory.process(2, 0);
    mm.populate(0, 0);

    memory.lru.of(1).markAccessed(mm, 0);
    memory.lru.of(1).activate(mm, 0);
    memory.lru.of(1).activate(mm, 1);

    assertThat(mm.store().flag(FolioFlag.REFERENCED, 0)).isFalse();
    assertThat(memory.lru.of(0).activePages()).isZero();
    memory.lru.of(0).activate(mm, 0);
    assertThat(memory.lru.of(0).activePages()).isEqualTo(1);
  }
}
