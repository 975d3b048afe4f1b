package org.tierlab.sim.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.tierlab.api.memory.FolioFlag;
import org.tierlab.api.memory.LruBatch;
import org.tierlab.api.memory.Vma;

class AddressSpaceTest {
  private final Memory memory = new Memory();

  @Test
  void aFolioInFlightTakesRoomOnBothNodesAndIsNotPresent() {
    AddressSpace mm = memory.process(1024, 9);
    mm.populate(512, 1);
    int entry = mm.store().entry(512);

    mm.beginMigration(512, 0);

    assertThat(memory.taken(0)).isEqualTo(512);
    assertThat(memory.taken(1)).isEqualTo(512);
    assertThat(mm.store().nodeOf(512)).isEqualTo(-1);
    assertThat(mm.residentPages(1)).isEqualTo(512);

    mm.endMigration(512, 1, 0, true, entry);

    assertThat(memory.taken(0)).isEqualTo(512);
    assertThat(memory.taken(1)).isZero();
    assertThat(mm.residentPages(0)).isEqualTo(512);
    assertThat(memory.lru.of(0).inactivePages()).isEqualTo(512);
    assertThat(memory.lru.of(1).inactivePages()).isZero();
  }

  @Test
  void aMigrationKeepsAccessedAndDirtyAndTellsOfALostMark() {
    AddressSpace mm = memory.process(64, 0);
    mm.populate(3, 1);
    mm.store().apply(3, true);
    new SourceMarks().mark(mm, 0, 1, new long[] {1L << 3});
    int entry = mm.store().entry(3);

    mm.beginMigration(3, 0);
    mm.endMigration(3, 1, 0, true, entry);

    assertThat(mm.store().entry(3)).isEqualTo(PageStore.ACCESSED | PageStore.DIRTY);
    assertThat(memory.lostMarks).containsExactly(3L);
  }

  @Test
  void aFailedMigrationGivesTheTargetBack() {
    AddressSpace mm = memory.process(64, 0);
    mm.populate(0, 1);
    int entry = mm.store().entry(0);

    mm.beginMigration(0, 0);
    mm.endMigration(0, 1, 0, false, entry);

    assertThat(mm.store().nodeOf(0)).isEqualTo(1);
    assertThat(memory.taken(0)).isZero();
    assertThat(mm.residentPages(1)).isEqualTo(1);
  }

  @Test
  void tailPagesAreAbsentAndNewFoliosHaveNoFlags() {
    AddressSpace mm = memory.process(1024, 9);
    mm.store().setFlag(FolioFlag.IDLE, 0, 16, filled(16));
    mm.populate(0, 0);
    long[] present = new long[16];
    mm.store().present(0, 16, present);

    assertThat(present[0]).isEqualTo(1);
    assertThat(java.util.Arrays.copyOfRange(present, 1, 16)).containsOnly(0);
    assertThat(mm.store().flag(FolioFlag.IDLE, 0)).isFalse();
    assertThat(mm.store().flag(FolioFlag.IDLE, 512)).isTrue();
  }

  @Test
  void aPageBelongsToItsMappingOrToNone() {
    AddressSpace mm =
        new AddressSpace(0, "p", -1, memory.machine, memory.ledger, memory.lru, (a, b) -> {});
    Vma small = new Vma("small", 0, 3, 1 << 21, 0, Vma.Kind.ANONYMOUS, true, 0);
    Vma huge = new Vma("huge", 512, 512, 1 << 22, 9, Vma.Kind.ANONYMOUS, true, 0);
    mm.map(small);
    mm.map(huge);
    mm.seal();

    assertThat(mm.vmaOf(2)).isSameAs(small);
    assertThat(mm.maps(3)).isFalse();
    assertThat(mm.maps(511)).isFalse();
    assertThat(mm.vmaOf(512)).isSameAs(huge);
    assertThat(mm.vmaOf(1023)).isSameAs(huge);
    assertThat(mm.maps(1024)).isFalse();
    assertThatThrownBy(() -> mm.vmaOf(3)).hasMessage("page 3 is in no VMA of mm 0");
  }

  /** Whatever is done to folios, nodes, resident counts and lists say the same. */
  @Property(tries = 50)
  void countsStayInStep(@ForAll long seed, @ForAll @IntRange(min = 0, max = 3) int order) {
    Memory fresh = new Memory();
    AddressSpace mm = fresh.process(512, order);
    Random random = new Random(seed);
    int folio = 1 << order;
    int[] entries = new int[512];
    int[] sources = new int[512];
    int[] targets = new int[512];
    for (int i = 0; i < 2000; i++) {
      int page = random.nextInt(512 / folio) * folio;
      int node = mm.store().nodeOf(page);
      if (mm.store().entry(page) == PageStore.MIGRATION) {
        mm.endMigration(page, sources[page], targets[page], random.nextBoolean(), entries[page]);
      } else if (node < 0) {
        mm.populate(page, random.nextInt(2));
      } else if (random.nextBoolean()) {
        entries[page] = mm.store().entry(page);
        sources[page] = node;
        targets[page] = 1 - node;
        mm.beginMigration(page, 1 - node);
      } else {
        LruBatch batch = new LruBatch();
        var lists = fresh.lru.of(node);
        if (lists.scanInactive(8, batch) > 0) {
          lists.activate(batch, 0);
        } else if (lists.scanActive(8, batch) > 0) {
          lists.deactivate(batch, 0);
        }
      }
      assertConsistent(fresh, mm, folio, targets);
    }
    mm.exit();
    for (int page = 0; page < 512; page += folio) {
      if (mm.store().entry(page) == PageStore.MIGRATION) {
        mm.endMigration(page, sources[page], targets[page], true, entries[page]);
        mm.remove(page, targets[page], folio);
      }
    }
    assertThat(fresh.taken(0) + fresh.taken(1)).isZero();
    assertThat(fresh.listed(0) + fresh.listed(1)).isZero();
    assertThat(mm.residentPages()).isZero();
  }

  private static void assertConsistent(Memory memory, AddressSpace mm, int folio, int[] targets) {
    long[] reserved = new long[2];
    for (int page = 0; page < 512; page += folio) {
      if (mm.store().entry(page) == PageStore.MIGRATION) {
        reserved[targets[page]] += folio;
      }
    }
    for (int node = 0; node < 2; node++) {
      assertThat(memory.taken(node)).isEqualTo(mm.residentPages(node) + reserved[node]);
      assertThat(memory.listed(node)).isEqualTo(mm.residentPages(node));
    }
  }

  private static long[] filled(int words) {
    long[] mask = new long[words];
    java.util.Arrays.fill(mask, -1L);
    return mask;
  }
}
