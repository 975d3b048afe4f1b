package org.tierlab.sim.memory;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tierlab.api.memory.FolioFlag;
import org.tierlab.api.memory.LruBatch;
import org.tierlab.api.memory.Vma;

/** {@code folio_mark_accessed()} as {@code filemap_read()} calls it. */
class OpenFileTest {
  private static final long FIRST = 1L << 38;

  private final Memory memory = new Memory();
  private AddressSpace cache;
  private OpenFile file;

  @BeforeEach
  void openAFileOfEightPagesOnTheSlowNode() {
    cache = cache(0);
    file = new OpenFile(cache, FIRST);
    for (int page = 0; page < 8; page++) {
      cache.populate(page, 1);
    }
  }

  private AddressSpace cache(int order) {
    AddressSpace space =
        new AddressSpace(0, "f", -1, memory.machine, memory.ledger, memory.lru, (mm, page) -> {});
    space.map(new Vma("f", 0, 8L << order, 0, order, Vma.Kind.PAGE_CACHE, true, 0));
    space.seal();
    memory.lru.add(space);
    return space;
  }

  private boolean is(FolioFlag flag, long page) {
    return cache.store().flag(flag, page);
  }

  private void idle(long page) {
    cache.store().setFlag(FolioFlag.IDLE, 0, 1, new long[] {1L << page});
  }

  @Test
  void theFirstReadMakesAFolioReferencedTheSecondActive() {
    file.read(3);
    assertThat(is(FolioFlag.REFERENCED, 3)).isTrue();
    assertThat(is(FolioFlag.ACTIVE, 3)).isFalse();
    assertThat(memory.lru.of(1).activePages()).isZero();

    file.read(4);
    file.read(3);
    assertThat(is(FolioFlag.ACTIVE, 3)).isTrue();
    assertThat(is(FolioFlag.REFERENCED, 3)).isFalse();
    assertThat(is(FolioFlag.ACTIVE, 4)).isFalse();
    assertThat(memory.lru.of(1).activePages()).isEqualTo(1);
    assertThat(memory.lru.of(1).inactivePages()).isEqualTo(7);

    file.read(4);
    file.read(3);
    assertThat(is(FolioFlag.ACTIVE, 3)).isTrue();
    assertThat(is(FolioFlag.REFERENCED, 3)).isTrue();
  }

  /** A read that goes on in the folio of the last one does not mark it again. */
  @Test
  void readsInARowOfOneFolioCountOnce() {
    file.read(3);
    file.read(3);
    file.read(3);
    assertThat(is(FolioFlag.REFERENCED, 3)).isTrue();
    assertThat(is(FolioFlag.ACTIVE, 3)).isFalse();
  }

  @Test
  void anotherOpenFileHasAPositionOfItsOwn() {
    file.read(3);
    new OpenFile(cache, FIRST).read(3);
    assertThat(is(FolioFlag.ACTIVE, 3)).isTrue();
  }

  /** Only reads activate; a write still ends idleness. */
  @Test
  void aWriteMakesDirtyAndMarksNothing() {
    idle(3);
    file.written(3);
    file.written(4);
    file.written(3);
    assertThat(is(FolioFlag.REFERENCED, 3)).isFalse();
    assertThat(is(FolioFlag.ACTIVE, 3)).isFalse();
    assertThat(is(FolioFlag.IDLE, 3)).isFalse();
    assertThat(cache.store().entry(3) & PageStore.DIRTY).isNotZero();
    assertThat(cache.store().entry(5) & PageStore.DIRTY).isZero();
  }

  @Test
  void aReadEndsIdlenessAndLeavesNoAccessedBit() {
    idle(3);
    idle(5);
    long[] accessed = new long[1];
    file.read(3);
    cache.store().accessed(0, 1, accessed);
    assertThat(accessed[0]).isZero();
    assertThat(is(FolioFlag.IDLE, 3)).isFalse();
    assertThat(is(FolioFlag.IDLE, 5)).isTrue();
  }

  /**
   * An unmapped folio has no accessed bit: reclaim sees the referenced flag alone, and takes it.
   */
  @Test
  void reclaimFindsNoReferenceInPageTables() {
    file.read(3);
    LruBatch batch = new LruBatch();
    memory.lru.of(1).scanInactive(8, batch);
    assertThat(Memory.pages(batch)).containsExactly(0L, 1L, 2L, 3L, 4L, 5L, 6L, 7L);
    assertThat(batch.referenced(3)).isFalse();
    assertThat(batch.referencedBefore(3)).isTrue();
    assertThat(is(FolioFlag.REFERENCED, 3)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 4, 9})
  void pageNumbersOfTheProcessStandForPagesOfTheCache(int order) {
    OpenFile other = new OpenFile(cache(order), FIRST + 512);
    assertThat(other.has(FIRST + 511)).isFalse();
    assertThat(other.has(FIRST + 512)).isTrue();
    assertThat(other.cachePage(FIRST + 513)).isEqualTo(1);
    assertThat(other.has(FIRST + 511 + (8L << order))).isTrue();
    assertThat(other.has(FIRST + 512 + (8L << order))).isFalse();
  }
}
