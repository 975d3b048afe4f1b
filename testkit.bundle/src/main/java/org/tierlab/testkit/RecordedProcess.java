package org.tierlab.testkit;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.tierlab.api.memory.Vma;
import org.tierlab.api.workload.Access;
import org.tierlab.api.workload.AccessGenerator;
import org.tierlab.api.workload.AddressSpaceBuilder;
import org.tierlab.api.workload.Placement;
import org.tierlab.api.workload.TaskBuilder;

/** A process as a workload built it. */
public final class RecordedProcess implements AddressSpaceBuilder {
  private static final long FIRST_ADDRESS = 1L << 30;

  /** Files begin at page numbers that folios of every size divide. */
  private static final long FOLIO_ALIGN = 1L << 9;

  private final String name;
  private final FakeMachine machine;
  private final List<Vma> vmas = new ArrayList<>();
  private final List<Vma> files = new ArrayList<>();
  private final Map<Vma, Placement> placements = new LinkedHashMap<>();
  private final List<RecordedTask> tasks = new ArrayList<>();

  private final RecordingWorkload workload;
  private final @Nullable RecordedProcess parent;
  private long startNs;
  private int scanScale;
  private boolean leaderWaits;

  RecordedProcess(
      String name,
      FakeMachine machine,
      RecordingWorkload workload,
      @Nullable RecordedProcess parent) {
    this.name = name;
    this.machine = machine;
    this.workload = workload;
    this.parent = parent;
    startNs = parent == null ? 0 : parent.startNs;
    scanScale = parent == null ? -1 : parent.scanScale;
  }

  @Override
  public AddressSpaceBuilder startsAt(long ns) {
    if (ns < (parent == null ? 0 : parent.startNs)) {
      throw new IllegalArgumentException(
          "process '" + name + "' starts at " + ns + " ns, before its parent or its workload");
    }
    startNs = ns;
    return this;
  }

  @Override
  public AddressSpaceBuilder child(String childName) {
    return workload.add(new RecordedProcess(childName, machine, workload, this));
  }

  @Override
  public AddressSpaceBuilder scanScale(int scale) {
    if (scale < 0 || scale > 10) {
      throw new IllegalArgumentException("process '" + name + "' has scan scale " + scale);
    }
    scanScale = scale;
    return this;
  }

  @Override
  public AddressSpaceBuilder leaderWaits() {
    leaderWaits = true;
    return this;
  }

  @Override
  public Vma map(String vmaName, long bytes, int order, Placement placement) {
    long folioBytes = 4096L << order;
    long end = Math.max(endAddress(), FIRST_ADDRESS);
    long start = (end + folioBytes - 1) / folioBytes * folioBytes;
    return map(vmaName, start, bytes, order, Vma.Kind.ANONYMOUS, placement);
  }

  @Override
  public Vma map(
      String vmaName,
      long startAddress,
      long bytes,
      int order,
      Vma.Kind kind,
      Placement placement) {
    if (bytes < 1) {
      throw new IllegalArgumentException(vmaName + ": a mapping of " + bytes + " bytes");
    }
    if (startAddress < endAddress()) {
      throw new IllegalArgumentException(
          vmaName + ": address " + startAddress + " is below the end of what is mapped");
    }
    if (placement.node() >= machine.nodes()) {
      throw new IllegalArgumentException(vmaName + ": there is no node " + placement.node());
    }
    long folio = 1L << order;
    long pages = (bytes + folio * 4096 - 1) / (folio * 4096) * folio;
    long first = (pages() + folio - 1) / folio * folio;
    Vma vma = new Vma(vmaName, first, pages, startAddress, order, kind, true, 0);
    vmas.add(vma);
    placements.put(vma, placement);
    return vma;
  }

  @Override
  public Vma open(String file, long bytes, int order, Placement placement) {
    if (bytes < 1 || placement.node() >= machine.nodes()) {
      throw new IllegalArgumentException(file + ": a file of " + bytes + " bytes, " + placement);
    }
    long folio = 1L << order;
    long pages = (bytes + folio * 4096 - 1) / (folio * 4096) * folio;
    long first = files.isEmpty() ? Access.FIRST_FILE_PAGE : files.get(files.size() - 1).endPage();
    first = (first + FOLIO_ALIGN - 1) & -FOLIO_ALIGN;
    Vma window = new Vma(file, first, pages, 0, order, Vma.Kind.PAGE_CACHE, true, 0);
    workload.open(window);
    files.add(window);
    placements.put(window, placement);
    return window;
  }

  @Override
  public TaskBuilder task(String taskName, AccessGenerator generator) {
    RecordedTask task = new RecordedTask(this, taskName, generator);
    tasks.add(task);
    return task;
  }

  private long endAddress() {
    if (vmas.isEmpty()) {
      return 0;
    }
    Vma last = vmas.get(vmas.size() - 1);
    return last.startAddress() + last.pages() * 4096;
  }

  /**
   * The process's name.
   *
   * @return as given
   */
  public String name() {
    return name;
  }

  /**
   * When it starts.
   *
   * @return nanoseconds after the start of its workload
   */
  public long startNs() {
    return startNs;
  }

  /**
   * Its prctl scale.
   *
   * @return 0 … 10, −1 if neither it nor a parent set one
   */
  public int scanScale() {
    return scanScale;
  }

  /**
   * Whether the tasks are threads that the first one waits for.
   *
   * @return true if the workload said so
   */
  public boolean leaderIsWaiting() {
    return leaderWaits;
  }

  /**
   * The process that forked it.
   *
   * @return null if the workload itself did
   */
  public @Nullable RecordedProcess parent() {
    return parent;
  }

  /**
   * Its mappings.
   *
   * @return in order
   */
  public List<Vma> vmas() {
    return Collections.unmodifiableList(vmas);
  }

  /**
   * The files that it has open.
   *
   * @return in order
   */
  public List<Vma> files() {
    return Collections.unmodifiableList(files);
  }

  /**
   * Where a mapping's pages start.
   *
   * @param vma a mapping or an open file of this process
   * @return as given
   */
  public Placement placement(Vma vma) {
    Placement placement = placements.get(vma);
    if (placement == null) {
      throw new IllegalArgumentException(vma + " is no mapping of " + name);
    }
    return placement;
  }

  /**
   * The number of dense page numbers.
   *
   * @return pages
   */
  public long pages() {
    return vmas.isEmpty() ? 0 : vmas.get(vmas.size() - 1).endPage();
  }

  /**
   * Whether a page is mapped or part of an open file.
   *
   * @param page a dense page number
   * @return true if some VMA or file holds it
   */
  public boolean mapped(long page) {
    return Stream.concat(vmas.stream(), files.stream())
        .anyMatch(vma -> page >= vma.firstPage() && page < vma.endPage());
  }

  /**
   * Its tasks.
   *
   * @return in order
   */
  public List<RecordedTask> tasks() {
    return Collections.unmodifiableList(tasks);
  }
}
