package org.tierlab.testkit;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.tierlab.api.workload.AccessBatch;
import org.tierlab.api.workload.AccessGenerator;
import org.tierlab.api.workload.AccessLaw;
import org.tierlab.api.workload.TaskBuilder;

/** A task as a workload built it; draws its accesses when asked. */
public final class RecordedTask implements TaskBuilder {
  private static final int BATCH = 4096;

  private final RecordedProcess process;
  private final String name;
  private final AccessGenerator generator;
  private final AccessBatch batch = new AccessBatch(BATCH);
  private double overlappingMisses = 1;
  private long expectedAccesses = -1;
  private int startNode = -1;
  private boolean background;
  private boolean finished;
  private @Nullable AccessLaw law;

  RecordedTask(RecordedProcess process, String name, AccessGenerator generator) {
    this.process = process;
    this.name = name;
    this.generator = generator;
  }

  /**
   * Draws accesses, batch by batch.
   *
   * @param max stops after the batch that reaches so many
   * @return packed accesses
   */
  public long[] draw(int max) {
    long[] drawn = new long[64];
    int size = 0;
    while (size < max && !finished) {
      batch.clear();
      if (!generator.fill(batch)) {
        finished = true;
      } else if (batch.from() == batch.to()) {
        throw new IllegalStateException("task " + name + " goes on with an empty batch");
      }
      int more = batch.to() - batch.from();
      if (size + more > drawn.length) {
        drawn = Arrays.copyOf(drawn, Math.max(size + more, 2 * drawn.length));
      }
      System.arraycopy(batch.accesses(), batch.from(), drawn, size, more);
      size += more;
    }
    return Arrays.copyOf(drawn, size);
  }

  /**
   * Whether the generator has said that the task has finished.
   *
   * @return true after its last access was drawn
   */
  public boolean finished() {
    return finished;
  }

  /**
   * What a unit of a gap is worth in the last batch drawn.
   *
   * @return nanoseconds
   */
  public double gapUnitNs() {
    return batch.gapUnitNs();
  }

  @Override
  public TaskBuilder overlappingMisses(double misses) {
    if (!(misses >= 1)) {
      throw new IllegalArgumentException(misses + " overlapping misses");
    }
    overlappingMisses = misses;
    return this;
  }

  @Override
  public TaskBuilder expectedAccesses(long accesses) {
    if (accesses < 0) {
      throw new IllegalArgumentException(accesses + " accesses");
    }
    expectedAccesses = accesses;
    return this;
  }

  @Override
  public TaskBuilder law(AccessLaw newLaw) {
    law = newLaw;
    return this;
  }

  @Override
  public TaskBuilder startNode(int node) {
    startNode = node;
    return this;
  }

  @Override
  public TaskBuilder background() {
    background = true;
    return this;
  }

  /**
   * The task's process.
   *
   * @return its builder
   */
  public RecordedProcess process() {
    return process;
  }

  /**
   * The task's name.
   *
   * @return as given
   */
  public String name() {
    return name;
  }

  /**
   * How many misses it overlaps.
   *
   * @return 1 unless set
   */
  public double overlappingMisses() {
    return overlappingMisses;
  }

  /**
   * How many accesses it makes in all.
   *
   * @return −1 unless set
   */
  public long expectedAccesses() {
    return expectedAccesses;
  }

  /**
   * The node it starts on.
   *
   * @return −1 unless set
   */
  public int startNode() {
    return startNode;
  }

  /**
   * Whether it runs in the background.
   *
   * @return false unless set
   */
  public boolean isBackground() {
    return background;
  }

  /**
   * The law of its accesses.
   *
   * @return null unless set
   */
  public @Nullable AccessLaw law() {
    return law;
  }
}
