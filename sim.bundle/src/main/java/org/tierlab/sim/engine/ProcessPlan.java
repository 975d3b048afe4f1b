package org.tierlab.sim.engine;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tierlab.api.memory.Vma;
import org.tierlab.api.workload.Access;
import org.tierlab.api.workload.AccessGenerator;
import org.tierlab.api.workload.AddressSpaceBuilder;
import org.tierlab.api.workload.Placement;
import org.tierlab.api.workload.TaskBuilder;

/** A process that a workload describes. */
final class ProcessPlan implements AddressSpaceBuilder {
  /** Where the first mapping of a process lies; a guess at a heap's address. */
  private static final long FIRST_ADDRESS = 0x5555_5555_0000L & -(1L << 21);

  /** Files begin at page numbers that folios of every size divide. */
  private static final long FOLIO_ALIGN = 1L << 9;

  final String name;
  final WorkloadBuilder workload;
  final @Nullable ProcessPlan parent;
  final List<Vma> vmas = new ArrayList<>();
  final List<Placement> placements = new ArrayList<>();
  final List<FilePlan> files = new ArrayList<>();
  final List<Vma> windows = new ArrayList<>();
  final List<TaskPlan> tasks = new ArrayList<>();
  private @Nullable Long startNs;
  private @Nullable Integer ownScale;
  boolean leaderWaits;
  private long nextPage;
  private long nextAddress = FIRST_ADDRESS;
  private long endAddress;
  private long nextFilePage = Access.FIRST_FILE_PAGE;

  ProcessPlan(String name, WorkloadBuilder workload, @Nullable ProcessPlan parent) {
    this.name = name;
    this.workload = workload;
    this.parent = parent;
  }

  /** When it starts, after the start of its workload. */
  long startNs() {
    if (startNs != null) {
      return startNs;
    }
    return parent == null ? 0 : parent.startNs();
  }

  int scale() {
    if (ownScale != null) {
      return ownScale;
    }
    return parent == null ? workload.scanScale() : parent.scale();
  }

  /** Refuses a child that starts before its parent. */
  void check() {
    if (parent != null && startNs() < parent.startNs()) {
      throw new IllegalArgumentException(
          "process '" + name + "' starts before its parent '" + parent.name + "'");
    }
  }

  @Override
  public AddressSpaceBuilder startsAt(long ns) {
    if (ns < 0 || ns > Long.MAX_VALUE / 2000) {
      throw new IllegalArgumentException("process '" + name + "' starts at " + ns + " ns");
    }
    startNs = ns;
    return this;
  }

  @Override
  public AddressSpaceBuilder child(String childName) {
    return workload.add(new ProcessPlan(childName, workload, this));
  }

  @Override
  public AddressSpaceBuilder scanScale(int scale) {
    if (scale < 0 || scale > 10) {
      throw new IllegalArgumentException("process '" + name + "' has scan scale " + scale);
    }
    ownScale = scale;
    return this;
  }

  @Override
  public AddressSpaceBuilder leaderWaits() {
    leaderWaits = true;
    return this;
  }

  @Override
  public Vma map(String vmaName, long bytes, int order, Placement placement) {
    return map(vmaName, nextAddress, bytes, order, Vma.Kind.ANONYMOUS, placement);
  }

  @Override
  public Vma map(
      String vmaName,
      long startAddress,
      long bytes,
      int order,
      Vma.Kind kind,
      Placement placement) {
    if (bytes < 1
        || order < 0
        || order > 9
        || startAddress % 4096 != 0
        || kind == Vma.Kind.PAGE_CACHE) {
      throw new IllegalArgumentException(
          "mapping '" + vmaName + "' of " + bytes + " bytes at " + startAddress + ", " + kind);
    }
    if (startAddress < endAddress) {
      throw new IllegalArgumentException(
          "mapping '" + vmaName + "' does not lie above the one before");
    }
    long folioPages = 1L << order;
    long pages = (bytes + 4095) / 4096;
    pages = (pages + folioPages - 1) / folioPages * folioPages;
    long first = (nextPage + folioPages - 1) / folioPages * folioPages;
    Vma vma = new Vma(vmaName, first, pages, startAddress, order, kind, true, 0);
    vmas.add(vma);
    placements.add(placement);
    nextPage = vma.endPage();
    endAddress = startAddress + pages * 4096;
    // One unmapped 2 MiB region keeps mappings apart, as guard gaps do.
    nextAddress = (endAddress + (4L << 20) - 1) & -(2L << 20);
    return vma;
  }

  @Override
  public Vma open(String file, long bytes, int order, Placement placement) {
    FilePlan plan = workload.file(file, bytes, order, placement);
    if (files.contains(plan)) {
      throw new IllegalArgumentException("process '" + name + "' opens '" + file + "' twice");
    }
    Vma cached = plan.cached();
    Vma window =
        new Vma(file, nextFilePage, cached.pages(), 0, order, Vma.Kind.PAGE_CACHE, true, 0);
    nextFilePage += (cached.pages() + FOLIO_ALIGN - 1) & -FOLIO_ALIGN;
    if (nextFilePage > Access.MAX_PAGE) {
      throw new IllegalArgumentException("process '" + name + "' opens files that are too large");
    }
    files.add(plan);
    windows.add(window);
    return window;
  }

  @Override
  public TaskBuilder task(String taskName, AccessGenerator generator) {
    TaskPlan task = new TaskPlan(taskName, generator);
    tasks.add(task);
    return task;
  }
}
