package org.tierlab.workload.trace;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.tierlab.api.memory.Vma;
import org.tierlab.api.workload.Access;
import org.tierlab.api.workload.Placement;
import org.tierlab.testkit.FakeMachine;
import org.tierlab.testkit.RecordedProcess;
import org.tierlab.testkit.RecordingWorkload;
import org.tierlab.workload.trace.format.TraceVma;

class FolioLayoutTest {
  private final RecordingWorkload context =
      new RecordingWorkload(new FakeMachine().dram(64, 1), 1, Path.of("."), Map.of());

  private long[] mapped(List<TraceVma> vmas, int order, long... pages) {
    context.process("p");
    RecordedProcess process = context.processes().get(context.processes().size() - 1);
    PageTranslation translation = FolioLayout.of(vmas, order).map(process, Placement.firstTouch());
    long[] accesses = new long[pages.length];
    for (int i = 0; i < pages.length; i++) {
      accesses[i] = Access.of(pages[i], true, 77);
    }
    translation.apply(accesses, accesses.length);
    for (int i = 0; i < pages.length; i++) {
      assertThat(Access.gap(accesses[i])).isEqualTo(77);
      assertThat(Access.write(accesses[i])).isTrue();
      pages[i] = Access.page(accesses[i]);
    }
    return pages;
  }

  private List<Vma> vmas() {
    return context.processes().get(context.processes().size() - 1).vmas();
  }

  @Example
  void withSinglePagesNothingChanges() {
    List<TraceVma> recorded = List.of(new TraceVma(5 * 4096, 0, 3), new TraceVma(9 * 4096, 3, 2));

    assertThat(mapped(recorded, 0, 0, 2, 3, 4)).containsExactly(0, 2, 3, 4);
    assertThat(vmas()).extracting(Vma::startAddress).containsExactly(5 * 4096L, 9 * 4096L);
    assertThat(vmas()).extracting(Vma::name).containsExactly("5000", "9000");
    assertThat(vmas()).extracting(Vma::pages).containsExactly(3L, 2L);
  }

  @Example
  void vmasAreWidenedToFoliosAndThoseThatMeetBecomeOne() {
    // Folios of four pages: pages 5…7 and 9…10 widen to 4…8 and 8…12, which only touch;
    // pages 13…13 and 15…16 widen to 12…16 and 12…20, which overlap.
    List<TraceVma> recorded =
        List.of(
            new TraceVma(5 * 4096, 0, 3),
            new TraceVma(9 * 4096, 3, 2),
            new TraceVma(13 * 4096, 5, 1),
            new TraceVma(15 * 4096, 6, 2));

    assertThat(mapped(recorded, 2, 0, 2, 3, 4, 5, 6, 7, 0))
        .containsExactly(1, 3, 5, 6, 9, 11, 12, 1);
    assertThat(vmas()).extracting(Vma::startAddress).containsExactly(16384L, 32768L, 49152L);
    assertThat(vmas()).extracting(Vma::pages).containsExactly(4L, 4L, 8L);
  }

  @Property(tries = 200)
  void everyPageKeepsItsAddress(
      @ForAll @Size(min = 1, max = 12) List<@IntRange(min = 1, max = 40) Integer> lengths,
      @ForAll @Size(value = 12) List<@IntRange(min = 1, max = 60) Integer> holes,
      @ForAll @IntRange(min = 0, max = 9) int order) {
    List<TraceVma> recorded = new ArrayList<>();
    List<Long> addresses = new ArrayList<>();
    long page = 1000;
    for (int i = 0; i < lengths.size(); i++) {
      page += holes.get(i);
      recorded.add(new TraceVma(page * 4096, addresses.size(), lengths.get(i)));
      for (int k = 0; k < lengths.get(i); k++) {
        addresses.add((page + k) * 4096);
      }
      page += lengths.get(i);
    }
    long[] pages = new long[addresses.size()];
    for (int i = 0; i < pages.length; i++) {
      pages[i] = (i * 7L) % pages.length;
    }

    long[] translated = mapped(recorded, order, pages.clone());

    for (int i = 0; i < pages.length; i++) {
      long number = translated[i];
      Vma vma =
          vmas().stream()
              .filter(v -> number >= v.firstPage() && number < v.endPage())
              .findFirst()
              .orElseThrow();
      assertThat(vma.addressOf(number)).isEqualTo(addresses.get((int) pages[i]));
    }
  }
}
