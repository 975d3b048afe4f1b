package org.tierlab.sim.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.tierlab.api.memory.FolioFlag;

/** Planes held against a model that looks at every page by itself. */
class PageStoreTest {
  /** Entries drawn from a seed: present on any of eight nodes, absent for any reason. */
  private static PageStore drawn(int pages, long seed) {
    PageStore store = new PageStore(pages);
    var random = new java.util.Random(seed);
    for (int page = 0; page < pages; page++) {
      store.setEntry(
          page,
          switch (random.nextInt(6)) {
            case 0 -> PageStore.NOT_POPULATED;
            case 1 -> PageStore.MIGRATION;
            case 2 -> PageStore.TAIL;
            default -> random.nextInt(8) << PageStore.NODE_SHIFT | random.nextInt(8);
          });
    }
    return store;
  }

  private interface PageTest {
    boolean of(int page);
  }

  private static void assertPlane(long[] plane, int firstPage, int pages, PageTest expected) {
    for (int i = 0; i < 64 * plane.length; i++) {
      int page = firstPage + i;
      boolean bit = ((plane[i >> 6] >>> i) & 1) != 0;
      assertThat(bit).as("page %d of %d", page, pages).isEqualTo(page < pages && expected.of(page));
    }
  }

  private static boolean present(PageStore store, int page) {
    return (store.entry(page) & PageStore.ABSENT) == 0;
  }

  @Property(tries = 100)
  void planesAgreeWithTheEntries(
      @ForAll @IntRange(min = 1, max = 300) int pages,
      @ForAll long seed,
      @ForAll @IntRange(min = 0, max = 255) int nodeMask) {
    PageStore store = drawn(pages, seed);
    int words = (pages + 63) / 64;
    int first = words > 1 ? 64 : 0;
    long[] plane = new long[words - first / 64];

    store.present(first, plane.length, plane);
    assertPlane(plane, first, pages, p -> present(store, p));
    store.accessed(first, plane.length, plane);
    assertPlane(
        plane, first, pages, p -> present(store, p) && (store.entry(p) & PageStore.ACCESSED) != 0);
    store.dirty(first, plane.length, plane);
    assertPlane(
        plane, first, pages, p -> present(store, p) && (store.entry(p) & PageStore.DIRTY) != 0);
    store.protNone(first, plane.length, plane);
    assertPlane(
        plane, first, pages, p -> present(store, p) && (store.entry(p) & PageStore.PROT_NONE) != 0);
    store.onNodes(first, plane.length, nodeMask, plane);
    assertPlane(
        plane, first, pages, p -> present(store, p) && ((nodeMask >>> store.nodeOf(p)) & 1) != 0);
  }

  @Property(tries = 100)
  void testAndClearTakesTheAccessedBitAndNothingElse(
      @ForAll @IntRange(min = 1, max = 300) int pages, @ForAll long seed) {
    PageStore store = drawn(pages, seed);
    PageStore before = drawn(pages, seed);
    int words = (pages + 63) / 64;
    long[] cleared = new long[words];

    store.testAndClearAccessed(0, words, cleared);

    assertPlane(
        cleared, 0, pages, p -> present(before, p) && (before.entry(p) & PageStore.ACCESSED) != 0);
    for (int page = 0; page < pages; page++) {
      int expected =
          present(before, page) ? before.entry(page) & ~PageStore.ACCESSED : before.entry(page);
      assertThat(store.entry(page)).isEqualTo(expected);
    }
    store.testAndClearAccessed(0, words, cleared);
    assertThat(cleared).containsOnly(0);
  }

  @Property(tries = 100)
  void flagsAreSetAndClearedByMaskAndNeverBeyondTheEnd(
      @ForAll @IntRange(min = 1, max = 300) int pages,
      @ForAll long set,
      @ForAll long clear,
      @ForAll FolioFlag flag) {
    PageStore store = new PageStore(pages);
    int words = (pages + 63) / 64;
    long[] mask = new long[words];
    java.util.Arrays.fill(mask, set);
    store.setFlag(flag, 0, words, mask);
    java.util.Arrays.fill(mask, clear);
    store.clearFlag(flag, 0, words, mask);

    long[] plane = new long[words];
    store.flag(flag, 0, words, plane);
    assertPlane(plane, 0, pages, p -> ((set & ~clear) >>> p & 1) != 0);
    for (FolioFlag other : FolioFlag.values()) {
      if (other != flag) {
        store.flag(other, 0, words, plane);
        assertThat(plane).containsOnly(0);
      }
    }
  }

  /** Pages drawn from a seed in no order, some more than once. */
  private static long[] list(int pages, int count, long seed) {
    return new java.util.Random(seed).longs(count, 0, pages).toArray();
  }

  @Property(tries = 100)
  void listsAgreeWithTheEntriesAndFlags(
      @ForAll @IntRange(min = 1, max = 300) int pages,
      @ForAll @IntRange(max = 200) int count,
      @ForAll long seed) {
    PageStore store = drawn(pages, seed);
    long[] list = list(pages, count, seed);
    long[] bits = new long[4];
    java.util.Arrays.fill(bits, -1);
    long[] plane = java.util.Arrays.copyOf(bits, (count + 63) / 64);

    store.present(list, count, plane);
    assertPlane(plane, 0, count, i -> present(store, (int) list[i]));
    store.accessed(list, count, plane);
    assertPlane(plane, 0, count, i -> isAccessed(store, (int) list[i]));
    store.flag(FolioFlag.IDLE, list, count, plane);
    assertPlane(plane, 0, count, i -> false);
    long[] odd = new long[plane.length];
    java.util.Arrays.fill(odd, 0xAAAA_AAAA_AAAA_AAAAL);
    store.setFlag(FolioFlag.IDLE, list, count, odd);
    store.flag(FolioFlag.IDLE, list, count, plane);
    assertPlane(plane, 0, count, i -> store.flag(FolioFlag.IDLE, list[i]));
    for (int page = 0; page < pages; page++) {
      assertThat(store.flag(FolioFlag.IDLE, page)).isEqualTo(isAtOdd(list, page));
      assertThat(store.flag(FolioFlag.YOUNG, page)).isFalse();
    }
    store.present(list, 0, bits);
    assertThat(bits).as("an empty list fills nothing").containsOnly(-1);
  }

  private static boolean isAtOdd(long[] list, long page) {
    return java.util.stream.IntStream.range(0, list.length)
        .anyMatch(i -> i % 2 == 1 && list[i] == page);
  }

  private static boolean isAccessed(PageStore store, int page) {
    return present(store, page) && (store.entry(page) & PageStore.ACCESSED) != 0;
  }

  @Property(tries = 100)
  void testAndClearOfAListDoesWhatItDoesToOnePageAfterTheOther(
      @ForAll @IntRange(min = 1, max = 300) int pages,
      @ForAll @IntRange(max = 200) int count,
      @ForAll long seed) {
    PageStore store = drawn(pages, seed);
    PageStore model = drawn(pages, seed);
    long[] list = list(pages, count, seed);
    long[] bits = new long[(count + 63) / 64];

    store.testAndClearAccessed(list, count, bits);

    assertPlane(bits, 0, count, i -> model.testAndClearAccessed(list[i]));
    for (int page = 0; page < pages; page++) {
      assertThat(store.chunk(0)[page]).isEqualTo(model.chunk(0)[page]);
    }
  }

  @Test
  void aListHasNoPagesBeyondTheEnd() {
    PageStore store = new PageStore(100);
    store.setFlag(FolioFlag.IDLE, new long[] {99, 100}, 1, new long[] {0b11});
    assertThat(store.flag(FolioFlag.IDLE, 99)).isTrue();
    assertThatThrownBy(
            () -> store.setFlag(FolioFlag.IDLE, new long[] {99, 100}, 2, new long[] {0b11}))
        .hasMessageContaining("page 100 of 100");
  }

  @Test
  void rangesEndAtTheLastWordAndBeginAtOne() {
    PageStore store = new PageStore(130);
    long[] out = new long[4];

    store.present(0, 3, out);
    store.present(128, 1, out);
    store.present(192, 0, out);
    assertThatThrownBy(() -> store.present(0, 4, out)).hasMessageContaining("of 130");
    assertThatThrownBy(() -> store.accessed(192, 1, out)).hasMessageContaining("of 130");
    assertThatThrownBy(() -> store.protNone(1, 1, out)).hasMessageContaining("page 1");
    assertThatThrownBy(() -> store.onNodes(-64, 1, 1, out)).hasMessageContaining("page -64");
    assertThatThrownBy(() -> store.flag(FolioFlag.IDLE, 64, -1, out)).hasMessageContaining("-1");
  }

  @Test
  void aChunkEndsWhereTheEntriesDo() {
    PageStore store = new PageStore(100);

    assertThat(store.chunk(0)).hasSize(128);
    assertThat(store.chunk(1)).isEmpty();
    assertThat(store.entry(99)).isEqualTo(PageStore.NOT_POPULATED);
    assertThat(store.entry(100)).isEqualTo(PageStore.TAIL);
  }

  @Test
  void lastCpupidIsUnknownUntilItIsStored() {
    PageStore store = new PageStore(70);
    assertThat(store.lastCpupid(69)).isEqualTo(-1);

    store.setLastCpupid(69, 0);

    assertThat(store.lastCpupid(69)).isZero();
    assertThat(store.lastCpupid(68)).isEqualTo(-1);
    assertThatThrownBy(() -> store.setLastCpupid(1, -1)).isInstanceOf(RuntimeException.class);
  }

  @Test
  void anAccessSetsItsBitsAndKeepsTheNode() {
    PageStore store = new PageStore(1);
    store.setEntry(0, 7 << PageStore.NODE_SHIFT);

    store.apply(0, false);
    assertThat(store.entry(0)).isEqualTo(7 << PageStore.NODE_SHIFT | PageStore.ACCESSED);
    store.apply(0, true);
    assertThat(store.entry(0) & PageStore.DIRTY).isEqualTo(PageStore.DIRTY);
    assertThat(store.nodeOf(0)).isEqualTo(7);
  }
}
