package org.tierlab.sim.engine;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.tierlab.api.workload.AccessGenerator;
import org.tierlab.api.workload.AccessLaw;
import org.tierlab.api.workload.TaskBuilder;

/** A task that a workload describes. */
final class TaskPlan implements TaskBuilder {
  final String name;
  final AccessGenerator generator;
  double misses = 1;
  long expected = -1;
  @Nullable AccessLaw law;
  int node = -1;
  boolean background;

  TaskPlan(String name, AccessGenerator generator) {
    this.name = name;
    this.generator = Objects.requireNonNull(generator);
  }

  @Override
  public TaskBuilder overlappingMisses(double overlapping) {
    if (!(overlapping >= 1 && overlapping <= 1024)) {
      throw new IllegalArgumentException(overlapping + " overlapping misses");
    }
    misses = overlapping;
    return this;
  }

  @Override
  public TaskBuilder expectedAccesses(long accesses) {
    expected = accesses;
    return this;
  }

  @Override
  public TaskBuilder law(AccessLaw accessLaw) {
    law = accessLaw;
    return this;
  }

  @Override
  public TaskBuilder startNode(int startNode) {
    node = startNode;
    return this;
  }

  @Override
  public TaskBuilder background() {
    background = true;
    return this;
  }
}
