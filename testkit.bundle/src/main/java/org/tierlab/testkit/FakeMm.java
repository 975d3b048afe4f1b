package org.tierlab.testkit;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tierlab.api.memory.AddressSpaceView;
import org.tierlab.api.memory.FolioFlag;
import org.tierlab.api.memory.PageTable;
import org.tierlab.api.memory.PageTableWriter;
import org.tierlab.api.memory.Vma;
import org.tierlab.api.time.Counter;

/**
 * An address space of a {@link FakeRun}. Mappings follow each other densely; each starts 1 GiB
 * above the end of the one before, so that gaps exist.
 */
public final class FakeMm implements AddressSpaceView {
  /** The node argument of {@code map} that leaves the pages absent until they are touched. */
  public static final int NOT_PRESENT = -1;

  private long heldFromNs;
  private long heldToNs;
  private final FakeCounters fields = new FakeCounters();
  private static final long GAP_BYTES = 1L << 30;

  private final FakeRun run;
  private final int id;
  private final String name;
  private final List<Vma> vmas = new ArrayList<>();
  private final FakePageTable table = new FakePageTable();
  private long pages;
  private long nextAddress = GAP_BYTES;
  private int scanScale = -1;
  private boolean leaderWaits;
  private @Nullable FakeMm parent;
  private boolean exited;

  FakeMm(FakeRun run, int id, String name) {
    this.run = run;
    this.id = id;
    this.name = name;
  }

  /**
   * Maps anonymous memory of base pages.
   *
   * @param vmaName for messages
   * @param pageCount length
   * @param node where the pages are, or {@link #NOT_PRESENT}
   * @return the mapping
   */
  public Vma map(String vmaName, long pageCount, int node) {
    return map(vmaName, pageCount, 0, Vma.Kind.ANONYMOUS, node);
  }

  /**
   * Maps migratable memory.
   *
   * @param vmaName for messages
   * @param pageCount length
   * @param order folio order
   * @param kind what is mapped
   * @param node where the folios are, or {@link #NOT_PRESENT}
   * @return the mapping
   */
  public Vma map(String vmaName, long pageCount, int order, Vma.Kind kind, int node) {
    return add(vmaName, pageCount, order, kind, true, node);
  }

  /**
   * Maps anonymous memory that must not move.
   *
   * @param vmaName for messages
   * @param pageCount length
   * @param node where the pages are, or {@link #NOT_PRESENT}
   * @return the mapping
   */
  public Vma mapPinned(String vmaName, long pageCount, int node) {
    return add(vmaName, pageCount, 0, Vma.Kind.ANONYMOUS, false, node);
  }

  private Vma add(
      String vmaName, long pageCount, int order, Vma.Kind kind, boolean migratable, int node) {
    long first = -(-pages >> order) << order;
    Vma vma = new Vma(vmaName, first, pageCount, nextAddress, order, kind, migratable, run.nowNs());
    vmas.add(vma);
    pages = vma.endPage();
    nextAddress += pageCount * 4096 + GAP_BYTES;
    table.grow(pages);
    if (node != NOT_PRESENT) {
      for (long page = first; page < pages; page += vma.folioPages()) {
        place(page, node);
      }
    }
    return vma;
  }

  /**
   * Whether this is the page cache of a file.
   *
   * @return false for a process
   */
  public boolean isPageCache() {
    return !vmas.isEmpty() && vmas.get(0).kind() == Vma.Kind.PAGE_CACHE;
  }

  /**
   * Reads a page of this page cache, not the one that was read just before: marks its folio
   * accessed and clears its idle flag.
   *
   * @param page any page of a folio that is present
   */
  public void read(long page) {
    long head = head(page);
    run.lru(table.nodeOf(head)).markAccessed(this, head);
    table.setFlag(FolioFlag.IDLE, head, false);
  }

  /**
   * Writes a page of this page cache: makes its folio dirty and clears its idle flag.
   *
   * @param page any page of a folio that is present
   */
  public void write(long page) {
    table.setDirty(head(page));
    table.setFlag(FolioFlag.IDLE, head(page), false);
  }

  /**
   * Adds a task on the next CPU in turn.
   *
   * @param taskName for messages
   * @return the task
   */
  public FakeTask task(String taskName) {
    return run.processes().addTask(taskName, this);
  }

  /**
   * Sets accessed bits, as if some task had touched the pages.
   *
   * @param touched dense page numbers; their folios must be present
   */
  public void access(long... touched) {
    for (long page : touched) {
      requirePresent(page);
      table.setAccessed(head(page));
    }
  }

  /**
   * Sets accessed and dirty bits, as if some task had stored to the pages.
   *
   * @param stored dense page numbers; their folios must be present
   */
  public void store(long... stored) {
    access(stored);
    for (long page : stored) {
      table.setDirty(head(page));
    }
  }

  /**
   * Sets the accessed bits of a range of pages.
   *
   * @param from first page
   * @param to page after the last
   */
  public void accessRange(long from, long to) {
    for (long page = from; page < to; page++) {
      access(page);
    }
  }

  /**
   * Puts folios on a node, wherever they were: whole folios of the pages given.
   *
   * @param node a node with room
   * @param placed dense page numbers
   */
  public void place(int node, long... placed) {
    for (long page : placed) {
      place(head(page), node);
    }
  }

  /**
   * Sets or clears a folio flag.
   *
   * @param flag which
   * @param page a page of the folio
   * @param value the new state
   */
  public void flag(FolioFlag flag, long page, boolean value) {
    requirePresent(page);
    table.setFlag(flag, head(page), value);
  }

  /**
   * Whether a folio flag is set.
   *
   * @param flag which
   * @param page a page of the folio
   * @return its state
   */
  public boolean flagged(FolioFlag flag, long page) {
    return table.isFlagged(flag, head(page));
  }

  /**
   * Whether the accessed bit of a page's folio is set.
   *
   * @param page a dense page number
   * @return its state
   */
  public boolean accessed(long page) {
    return table.isAccessed(head(page));
  }

  /**
   * Says that the first thread waits for the tasks.
   *
   * @return this
   */
  public FakeMm leaderWaiting() {
    leaderWaits = true;
    return this;
  }

  /**
   * Sets the prctl scale for accessed-bit scanning.
   *
   * @param scale 0 … 10
   * @return this
   */
  public FakeMm scanScale(int scale) {
    scanScale = scale;
    return this;
  }

  /**
   * Says who forked this process; it inherits the parent's scan scale.
   *
   * @param parentMm the parent
   * @return this
   */
  public FakeMm forkedBy(FakeMm parentMm) {
    parent = parentMm;
    scanScale = parentMm.scanScale;
    return this;
  }

  /**
   * A field of the mm that plug-ins share.
   *
   * @param field its name
   * @return the field, 0 at first
   */
  public Counter field(String field) {
    return fields.counter(field);
  }

  /**
   * Lets somebody hold the mmap lock for writing.
   *
   * @param fromNs when the hold begins
   * @param toNs when it ends
   */
  public void holdMmapLock(long fromNs, long toNs) {
    heldFromNs = fromNs;
    heldToNs = toNs;
  }

  boolean mmapLockHeld(long atNs) {
    return atNs >= heldFromNs && atNs < heldToNs;
  }

  /** Ends the process: its tasks exit, its memory is free. */
  public void exit() {
    run.tasks().stream()
        .filter(task -> task.mm() == this)
        .forEach(task -> ((FakeTask) task).exit());
    for (Vma vma : vmas) {
      for (long page = vma.firstPage(); page < vma.endPage(); page += vma.folioPages()) {
        int node = table.nodeOf(page);
        if (node >= 0) {
          run.machine().node(node).give(vma.folioPages());
          table.remove(page);
        }
      }
    }
    exited = true;
  }

  void place(long page, int node) {
    int folioPages = vmaOf(page).folioPages();
    int before = table.nodeOf(page);
    run.machine().node(node).take(folioPages);
    if (before >= 0) {
      run.machine().node(before).give(folioPages);
    }
    table.place(page, node);
  }

  long head(long page) {
    return page & -vmaOf(page).folioPages();
  }

  FakePageTable table() {
    return table;
  }

  PageTableWriter writer(int source) {
    if (exited) {
      throw new IllegalStateException("mm " + id + " has exited");
    }
    return table.writer(source);
  }

  private void requirePresent(long page) {
    if (!table.isPresent(head(page))) {
      throw new IllegalArgumentException("page " + page + " of mm " + id + " is not present");
    }
  }

  @Override
  public int id() {
    return id;
  }

  @Override
  public @Nullable FakeMm parent() {
    return parent == null || parent.exited ? null : parent;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public List<Vma> vmas() {
    return Collections.unmodifiableList(vmas);
  }

  @Override
  public Vma vmaOf(long page) {
    for (Vma vma : vmas) {
      if (page >= vma.firstPage() && page < vma.endPage()) {
        return vma;
      }
    }
    throw new IllegalArgumentException("page " + page + " of mm " + id + " is not mapped");
  }

  @Override
  public long pages() {
    return pages;
  }

  @Override
  public long residentPages() {
    long resident = 0;
    for (int node = 0; node < run.machine().nodes(); node++) {
      resident += residentPages(node);
    }
    return resident;
  }

  @Override
  public long residentPages(int node) {
    long resident = 0;
    for (Vma vma : vmas) {
      for (long page = vma.firstPage(); page < vma.endPage(); page += vma.folioPages()) {
        if (table.nodeOf(page) == node) {
          resident += vma.folioPages();
        }
      }
    }
    return resident;
  }

  @Override
  public int liveTasks() {
    return (int) run.tasks().stream().filter(task -> task.mm() == this).count();
  }

  @Override
  public boolean leaderWaits() {
    return leaderWaits;
  }

  @Override
  public int scanScale() {
    return scanScale;
  }

  @Override
  public PageTable pageTable() {
    return table;
  }

  @Override
  public boolean exited() {
    return exited;
  }

  @Override
  public String toString() {
    return "mm " + id + " (" + name + ")";
  }
}
