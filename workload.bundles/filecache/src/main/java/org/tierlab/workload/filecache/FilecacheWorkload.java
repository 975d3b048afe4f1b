package org.tierlab.workload.filecache;

import org.tierlab.api.memory.Vma;
import org.tierlab.api.time.RandomStream;
import org.tierlab.api.workload.AddressSpaceBuilder;
import org.tierlab.api.workload.Placement;
import org.tierlab.api.workload.WorkloadContext;

/**
 * A process that reads and writes single pages of a file with {@code read()} and {@code write()},
 * as a database without a buffer pool of its own does, and uses its heap in between.
 *
 * <p>The file is in the page cache, which no page table maps; the heap is anonymous. Pages of both
 * are chosen by Zipf laws whose ranks are scattered.
 */
public final class FilecacheWorkload {
  private final FilecacheKnobs knobs;

  /**
   * Takes the knobs.
   *
   * @param knobs sizes and counts
   */
  public FilecacheWorkload(FilecacheKnobs knobs) {
    this.knobs = knobs;
  }

  /**
   * Builds the process, its file and its threads, each with a random stream of its own.
   *
   * @param context the run
   */
  public void build(WorkloadContext context) {
    AddressSpaceBuilder process = context.process("filecache");
    Vma heap = process.map("heap", knobs.heapSize(), 0, new Placement(knobs.heapNode()));
    Vma file =
        process.open("data", knobs.fileSize(), knobs.fileOrder(), new Placement(knobs.fileNode()));
    RandomStream places = context.random("places");
    long filePlaces = places.nextLong();
    long heapPlaces = places.nextLong();
    for (int thread = 0; thread < knobs.threads(); thread++) {
      String name = "filecache-" + thread;
      RandomStream random = context.random(name);
      PageChoice ofFile = new PageChoice(file, knobs.theta(), filePlaces, random);
      PageChoice ofHeap = new PageChoice(heap, knobs.theta(), heapPlaces, random);
      process
          .task(name, new FileAccesses(knobs, ofFile, ofHeap, random))
          .expectedAccesses(knobs.operations() * (1 + knobs.heapAccesses()));
    }
  }
}
