package org.tierlab.workload.filecache;

import org.tierlab.api.time.RandomStream;
import org.tierlab.api.workload.Access;
import org.tierlab.api.workload.AccessBatch;
import org.tierlab.api.workload.AccessGenerator;

/** The operations of one thread: a page of the file, then pages of the heap. */
final class FileAccesses implements AccessGenerator {
  private final FilecacheKnobs knobs;
  private final PageChoice ofFile;
  private final PageChoice ofHeap;
  private final RandomStream random;
  private long operations;
  private int heapLeft;

  FileAccesses(FilecacheKnobs knobs, PageChoice ofFile, PageChoice ofHeap, RandomStream random) {
    this.knobs = knobs;
    this.ofFile = ofFile;
    this.ofHeap = ofHeap;
    this.random = random;
    operations = knobs.operations();
  }

  @Override
  public boolean fill(AccessBatch batch) {
    batch.gapUnitNs(1);
    boolean any = false;
    while (batch.room() > 0 && (heapLeft > 0 || operations > 0)) {
      batch.add(heapLeft > 0 ? heapAccess() : operation());
      any = true;
    }
    return any;
  }

  private long operation() {
    operations--;
    heapLeft = knobs.heapAccesses();
    boolean write = knobs.writeFraction() > 0 && random.nextDouble() < knobs.writeFraction();
    return Access.of(ofFile.next(), write, knobs.thinkTime());
  }

  /** The heap's last access of an operation stores. */
  private long heapAccess() {
    heapLeft--;
    return Access.of(ofHeap.next(), heapLeft == 0, 0);
  }
}
