package org.tierlab.workload.statics;

import java.util.List;
import org.tierlab.api.knob.KnobException;
import org.tierlab.api.memory.Vma;
import org.tierlab.api.workload.AccessLaw;
import org.tierlab.api.workload.AddressSpaceBuilder;
import org.tierlab.api.workload.Placement;
import org.tierlab.api.workload.WorkloadContext;

/**
 * One task that passes over a hot range in order of addresses, again and again, and never touches
 * the cold rest: the smallest workload of which it is known what a kernel ought to promote.
 *
 * <p>Each hot page gets one access a pass. A program that reads and then writes a word of the page
 * is one write access here, because the read brings the line that the write finds.
 */
public final class StaticWorkload {
  /** Where the first file is mapped. Assumed: an address below those of shared libraries. */
  private static final long FILE_ADDRESS = 0x7f00_0000_0000L;

  private static final long GAP_BYTES = 2L << 20;

  private final StaticKnobs knobs;
  private final long accesses;

  /**
   * Checks the knobs' combination.
   *
   * @param knobs sizes and times
   */
  public StaticWorkload(StaticKnobs knobs) {
    this.knobs = knobs;
    try {
      accesses = Math.multiplyExact(knobs.passes(), knobs.hotPages());
    } catch (ArithmeticException e) {
      KnobException refused =
          new KnobException(
              "passes",
              "knob 'passes' is '%d', which times %d pages is more than 2^63"
                  .formatted(knobs.passes(), knobs.hotPages()));
      refused.initCause(e);
      throw refused;
    }
  }

  /**
   * Builds the process and its task.
   *
   * @param context the run
   */
  public void build(WorkloadContext context) {
    AddressSpaceBuilder process = context.process("static");
    long firstHotPage = map(process);
    process
        .task("static", new PassAccesses(knobs, firstHotPage))
        .overlappingMisses(knobs.overlappingMisses())
        .expectedAccesses(accesses)
        .law(law(firstHotPage));
  }

  private long map(AddressSpaceBuilder process) {
    if (knobs.oneMapping()) {
      long pages = knobs.hotPages() + knobs.coldPages();
      Vma all = map(process, "static", FILE_ADDRESS, pages);
      return all.firstPage() + knobs.hotStartPage();
    }
    Vma hot = map(process, "hot", FILE_ADDRESS, knobs.hotPages());
    if (knobs.coldPages() > 0) {
      long behind = hot.startAddress() + hot.pages() * 4096 + GAP_BYTES;
      map(process, "cold", (behind + GAP_BYTES - 1) / GAP_BYTES * GAP_BYTES, knobs.coldPages());
    }
    return hot.firstPage();
  }

  /** Files lie where mmap puts them, anonymous memory where the heap is. */
  private Vma map(AddressSpaceBuilder process, String name, long fileAddress, long pages) {
    Placement placement = Placement.on(knobs.node());
    return knobs.kind() == Vma.Kind.ANONYMOUS
        ? process.map(name, pages * 4096, knobs.order(), placement)
        : process.map(name, fileAddress, pages * 4096, knobs.order(), knobs.kind(), placement);
  }

  /** One phase, the pauses spread evenly over its accesses. */
  private AccessLaw law(long firstHotPage) {
    double pauses = (double) knobs.pause() * (knobs.passes() - 1);
    return new AccessLaw(
        List.of(
            new AccessLaw.Phase(
                accesses,
                knobs.gap() + pauses / accesses,
                List.of(
                    new AccessLaw.Component(
                        firstHotPage,
                        knobs.hotPages(),
                        1,
                        knobs.stores() ? 1 : 0,
                        new AccessLaw.Sequential())))));
  }
}
