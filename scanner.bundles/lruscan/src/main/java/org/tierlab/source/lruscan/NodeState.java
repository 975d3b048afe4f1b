package org.tierlab.source.lruscan;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.tierlab.api.RunContext;
import org.tierlab.api.memory.AddressSpaceView;
import org.tierlab.api.memory.Vma;

/** What MGLRU keeps of the mms for one node, {@code struct lru_gen_mm_state}. */
final class NodeState {
  static final long PMD_SHIFT = 21;

  final int node;
  final BloomFilters filters = new BloomFilters();

  /** Number of walks over the whole list; one less than {@code max_seq} at first. */
  long seq = Generations.FIRST_MAX_SEQ - 1;

  /** Mms from this number on have joined the list since it was last walked. */
  int newFrom;

  private final Map<Key, long[]> walkedNs = new HashMap<>();

  private record Key(int mm, long startAddress) {}

  NodeState(int node) {
    this.node = node;
  }

  /**
   * Notes that a PMD of a VMA is walked.
   *
   * @return when it was walked before, or since when the VMA has existed
   */
  long walked(int mm, Vma vma, long pmd, long nowNs) {
    long[] times = walkedNs.computeIfAbsent(new Key(mm, vma.startAddress()), key -> times(vma));
    int index = (int) (pmd - (vma.startAddress() >>> PMD_SHIFT));
    long before = times[index];
    times[index] = nowNs;
    return Math.min(before, nowNs);
  }

  private static long[] times(Vma vma) {
    long last = vma.addressOf(vma.endPage() - 1) >>> PMD_SHIFT;
    long[] times = new long[(int) (last - (vma.startAddress() >>> PMD_SHIFT)) + 1];
    Arrays.fill(times, vma.createdNs());
    return times;
  }

  /** Drops what is kept of processes that have exited. */
  void forgetExited(RunContext context) {
    walkedNs
        .keySet()
        .removeIf(
            key -> {
              AddressSpaceView mm = context.addressSpace(key.mm());
              return mm == null || mm.exited();
            });
  }
}
