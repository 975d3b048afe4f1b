package org.tierlab.sim.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.tierlab.api.memory.FolioFlag;

class SourceMarksTest {
  private final Memory memory = new Memory();
  private final AddressSpace mm = memory.process(128, 0);
  private final SourceMarks one = new SourceMarks();
  private final SourceMarks two = new SourceMarks();

  @BeforeEach
  void populate() {
    for (int page = 0; page < 100; page++) {
      mm.populate(page, 0);
    }
  }

  private long marked() {
    long[] plane = new long[2];
    mm.store().protNone(0, 2, plane);
    return (long) Long.bitCount(plane[0]) + Long.bitCount(plane[1]);
  }

  @Test
  void onlyPresentEntriesNotYetMarkedByThisSourceChange() {
    assertThat(one.mark(mm, 64, 1, new long[] {-1L})).isEqualTo(36);
    assertThat(one.mark(mm, 64, 1, new long[] {-1L})).isZero();
    assertThat(two.mark(mm, 64, 1, new long[] {0b11})).isEqualTo(2);
    assertThat(marked()).isEqualTo(36);
  }

  @Test
  void nothingIsKeptOfAnAddressSpaceThatHasExited() {
    one.mark(mm, 0, 1, new long[] {0b0111});
    mm.exit();
    one.forget(mm);
    assertThat(one.addressSpaces()).isZero();
    assertThat(one.marked(mm, 0)).isFalse();
    assertThat(one.mark(mm, 0, 1, new long[] {-1L})).isZero();
    assertThat(one.addressSpaces()).as("nor by who marks it late").isZero();
  }

  @Test
  void aDepartingSourceTakesItsOwnMarksOnly() {
    one.mark(mm, 0, 1, new long[] {0b0111});
    two.mark(mm, 0, 1, new long[] {0b1100});

    one.clearAll(mm, List.of(two));

    assertThat(marked()).isEqualTo(2);
    assertThat(one.marked(mm, 2)).isFalse();
    assertThat(two.marked(mm, 2)).isTrue();
    two.clearAll(mm, List.of());
    assertThat(marked()).isZero();
  }

  @Test
  void aSourceThatLeavesWhileAFolioIsInFlightLeavesNoMarkBehind() {
    one.mark(mm, 0, 1, new long[] {1});
    int entry = mm.store().entry(0);
    mm.beginMigration(0, 1);

    one.clearAll(mm, List.of());
    assertThat(mm.store().entry(0)).isEqualTo(PageStore.MIGRATION);
    mm.endMigration(0, 0, 1, true, entry);

    assertThat(marked()).isZero();
  }

  @Test
  void rangesOutOfTheAddressSpaceAreRefused() {
    TableWriter writer = new TableWriter(mm, one, () -> {});
    long[] mask = {-1, -1, -1};

    assertThatThrownBy(() -> writer.markProtNone(5, 1, mask)).hasMessageContaining("page 5");
    assertThatThrownBy(() -> writer.markProtNone(0, 3, mask)).hasMessageContaining("3 words");
    assertThatThrownBy(() -> writer.setLastCpupid(5, 1, mask, 1)).hasMessageContaining("page 5");
    assertThatThrownBy(() -> writer.setFlag(FolioFlag.ACTIVE, 0, 1, mask))
        .hasMessageContaining("LRU");
    assertThat(marked()).isZero();
  }

  @Test
  void aWriterOfADetachedSourceThrows() {
    TableWriter writer =
        new TableWriter(
            mm,
            one,
            () -> {
              throw new IllegalStateException("gone");
            });

    assertThatThrownBy(() -> writer.present(0, 1, new long[1])).hasMessage("gone");
    assertThatThrownBy(() -> writer.markProtNone(0, 1, new long[] {1})).hasMessage("gone");
    assertThatThrownBy(() -> writer.setLastCpupid(0, 1)).hasMessage("gone");
  }
}
