package org.tierlab.sim.memory;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.tierlab.api.memory.AddressSpaceView;
import org.tierlab.api.memory.FolioFlag;
import org.tierlab.api.memory.Vma;
import org.tierlab.api.time.Counter;
import org.tierlab.sim.ledger.Ledger;
import org.tierlab.sim.machine.Machine;

/**
 * An address space: its VMAs, its page table, and which of its pages are where.
 *
 * <p>This is the only class that makes a folio present, moves it or takes it away; it keeps node
 * occupancy, resident counts and LRU lengths in step.
 */
public final class AddressSpace implements AddressSpaceView {
  private final int id;
  private final String name;
  private final int scanScale;
  private final Machine machine;
  private final Ledger ledger;
  private final LruLists lru;
  private final PageListener lostMark;
  private final List<Vma> vmas = new ArrayList<>();
  private final int residentSlot;
  private final Map<String, MmField> fields = new TreeMap<>();
  private final MmapLock mmapLock = new MmapLock();
  private final List<OpenFile> files = new ArrayList<>();
  private boolean pageCache;
  private PageStore store = new PageStore(0);
  private @Nullable Vma lastFound;
  private long pages;
  private int liveTasks;
  private boolean leaderWaits;
  private long flushes;
  private @Nullable ResidencyListener residency;
  private @Nullable AddressSpace parent;
  private boolean started;
  private boolean exited;

  /**
   * Makes an empty address space.
   *
   * @param id its number
   * @param name its process's name
   * @param scanScale its prctl scale, −1 for never set
   * @param machine where its pages live
   * @param ledger counts its resident pages
   * @param lru the lists its folios are on
   * @param lostMark told when a migration has lost a PROT_NONE mark
   */
  public AddressSpace(
      int id,
      String name,
      int scanScale,
      Machine machine,
      Ledger ledger,
      LruLists lru,
      PageListener lostMark) {
    this.id = id;
    this.name = name;
    this.scanScale = scanScale;
    this.machine = machine;
    this.ledger = ledger;
    this.lru = lru;
    this.lostMark = lostMark;
    residentSlot = ledger.slot("resident", id + ":" + name + ":0");
    for (int node = 1; node < machine.nodes(); node++) {
      ledger.slot("resident", id + ":" + name + ":" + node);
    }
  }

  /** Is told of a page of an address space. */
  public interface PageListener {
    /**
     * Takes the page.
     *
     * @param mm the address space
     * @param page head page of a folio
     */
    void accept(AddressSpace mm, long page);
  }

  /**
   * Adds a VMA. Only before {@link #seal}.
   *
   * @param vma starts where the last one ended, rounded up to its folio size
   */
  public void map(Vma vma) {
    vmas.add(vma);
    pages = vma.endPage();
    pageCache = vma.kind() == Vma.Kind.PAGE_CACHE;
  }

  /**
   * Whether this is the page cache of a file, which no page table maps.
   *
   * @return false for the address space of a process
   */
  public boolean isPageCache() {
    return pageCache;
  }

  /**
   * Opens a file.
   *
   * @param file its page numbers are no other file's
   */
  public void open(OpenFile file) {
    files.add(file);
  }

  /**
   * The open file that a page number belongs to.
   *
   * @param page any number
   * @return null if there is none
   */
  public @Nullable OpenFile fileOf(long page) {
    for (int i = 0; i < files.size(); i++) {
      if (files.get(i).has(page)) {
        return files.get(i);
      }
    }
    return null;
  }

  /** Of a page cache: a system call has read or written a present folio. */
  void fileAccess(long head, boolean mark, boolean dirty) {
    int node = store.nodeOf(head);
    if (dirty) {
      store.setEntry(head, store.entry(head) | PageStore.DIRTY);
    }
    if (mark && node >= 0) {
      lru.of(node).markAccessed(this, head);
    }
    store.clearFlag(FolioFlag.IDLE, head);
  }

  /**
   * Says who forked it.
   *
   * @param parentMm the parent, null for none
   */
  public void forkedBy(@Nullable AddressSpace parentMm) {
    parent = parentMm;
  }

  /**
   * Says who wants to know where folios are.
   *
   * @param listener told of every folio from now on
   */
  public void watch(ResidencyListener listener) {
    residency = listener;
  }

  private void tell(long page, int from, int to, int folioPages) {
    if (residency != null) {
      residency.moved(id, page, from, to, folioPages);
    }
  }

  /** Builds the page table: the process starts, no VMA is added any more. */
  public void seal() {
    started = true;
    store = new PageStore(pages);
    for (Vma vma : vmas) {
      if (vma.order() > 0) {
        for (long page = vma.firstPage(); page < vma.endPage(); page++) {
          if ((page & (vma.folioPages() - 1)) != 0) {
            store.setEntry(page, PageStore.TAIL);
          }
        }
      }
    }
  }

  /**
   * Makes a folio present.
   *
   * @param page its head page, not present
   * @param node where; must have room
   */
  public void populate(long page, int node) {
    Vma vma = vmaOf(page);
    int folioPages = vma.folioPages();
    machine.node(node).take(folioPages);
    store.setEntry(page, node << PageStore.NODE_SHIFT);
    store.clearFlags(page);
    nowResident(vma, node, folioPages);
    machine.arrived(-1, node, folioPages);
    lru.added(node, folioPages, false);
    tell(page, ResidencyListener.NOWHERE, node, folioPages);
  }

  /**
   * Makes all folios of a VMA present that has none.
   *
   * @param vma the VMA
   * @param node where; must have room
   */
  public void populate(Vma vma, int node) {
    machine.node(node).take(vma.pages());
    store.populate(vma.firstPage(), vma.endPage(), vma.folioPages(), node);
    nowResident(vma, node, vma.pages());
    machine.arrived(-1, node, vma.pages());
    lru.added(node, vma.pages(), false);
    for (long page = vma.firstPage(); residency != null && page < vma.endPage(); ) {
      tell(page, ResidencyListener.NOWHERE, node, vma.folioPages());
      page += vma.folioPages();
    }
  }

  /**
   * Replaces a present folio's entry by a migration entry. Its page stays resident at the source
   * and a page at the target is taken.
   *
   * @param page its head page
   * @param target where it goes; must have room
   */
  public void beginMigration(long page, int target) {
    reserve(page, target);
    store.setEntry(page, PageStore.MIGRATION);
  }

  /**
   * Takes a page at a target for a folio that goes there at once, with no migration entry between.
   *
   * @param page its head page
   * @param target where it goes; must have room
   */
  public void reserve(long page, int target) {
    machine.node(target).take(vmaOf(page).folioPages());
  }

  /**
   * Ends a migration.
   *
   * @param page head page of a folio with a migration entry, or for which a page was reserved
   * @param source where it was
   * @param target where it was to go
   * @param moved whether it got there
   * @param oldEntry its entry before
   */
  public void endMigration(long page, int source, int target, boolean moved, int oldEntry) {
    Vma vma = vmaOf(page);
    int folioPages = vma.folioPages();
    int now = moved ? target : source;
    machine.node(moved ? source : target).give(folioPages);
    // The new PTE keeps its accessed and dirty bits and loses a PROT_NONE mark.
    if ((oldEntry & PageStore.PROT_NONE) != 0) {
      lostMark.accept(this, page);
    }
    store.setEntry(
        page, (oldEntry & ~(PageStore.NODE_BITS | PageStore.SLOW)) | (now << PageStore.NODE_SHIFT));
    if (moved) {
      resident(page, vma, source, target);
    }
  }

  /**
   * A field that plug-ins share, gone with the process.
   *
   * @param field its name
   * @return the field, 0 at first
   */
  public Counter field(String field) {
    return fields.computeIfAbsent(field, MmField::new);
  }

  private void nowResident(Vma vma, int node, long more) {
    ledger.add(residentSlot + node, more);
    if (vma.kind() != Vma.Kind.ANONYMOUS) {
      machine.node(node).filePagesChanged(more);
    }
  }

  private void resident(long page, Vma vma, int source, int target) {
    int folioPages = vma.folioPages();
    nowResident(vma, source, -folioPages);
    nowResident(vma, target, folioPages);
    machine.arrived(source, target, folioPages);
    boolean active = store.flag(FolioFlag.ACTIVE, page);
    lru.removed(source, folioPages, active);
    lru.added(target, folioPages, active);
    tell(page, source, target, folioPages);
  }

  /**
   * Has a present folio be elsewhere, as if it had been there all along: its entry keeps all its
   * bits. The nodes' free pages are the caller's to settle.
   *
   * @param page its head page
   * @param target where it is from now on
   */
  public void relocate(long page, int target) {
    int source = store.nodeOf(page);
    store.setEntry(
        page, (store.entry(page) & ~PageStore.NODE_BITS & 0xFF) | (target << PageStore.NODE_SHIFT));
    resident(page, vmaOf(page), source, target);
  }

  /** Frees everything: the process has exited. Folios in flight are freed when they land. */
  public void exit() {
    exited = true;
    fields.clear();
    for (Vma vma : vmas) {
      for (long page = vma.firstPage(); page < vma.endPage(); page += vma.folioPages()) {
        int node = store.nodeOf(page);
        if (node >= 0) {
          remove(page, node, vma.folioPages());
        }
      }
    }
  }

  /**
   * Frees one present folio.
   *
   * @param page its head page
   * @param node where it is
   * @param folioPages its size
   */
  public void remove(long page, int node, int folioPages) {
    store.setEntry(page, PageStore.NOT_POPULATED);
    machine.node(node).give(folioPages);
    nowResident(vmaOf(page), node, -folioPages);
    lru.removed(node, folioPages, store.flag(FolioFlag.ACTIVE, page));
    tell(page, node, ResidencyListener.NOWHERE, folioPages);
  }

  /**
   * The page table.
   *
   * @return its entries
   */
  public PageStore store() {
    return store;
  }

  /**
   * The mmap lock.
   *
   * @return who has it when
   */
  public MmapLock mmapLock() {
    return mmapLock;
  }

  /** Records that the first thread waits for the tasks. */
  public void leaveLeaderWaiting() {
    leaderWaits = true;
  }

  /** Records a task that starts. */
  public void taskStarted() {
    liveTasks++;
  }

  /** Records a task that ends. */
  public void taskEnded() {
    liveTasks--;
  }

  /** Records a TLB shootdown: every task of the mm that runs takes an interrupt. */
  public void flushed() {
    flushes++;
  }

  /**
   * TLB shootdowns so far.
   *
   * @return a count that only grows
   */
  public long flushes() {
    return flushes;
  }

  @Override
  public int id() {
    return id;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public @Nullable AddressSpace parent() {
    return parent == null || parent.exited ? null : parent;
  }

  /**
   * Whether its process has started.
   *
   * @return true from {@link #seal} on
   */
  public boolean started() {
    return started;
  }

  @Override
  public List<Vma> vmas() {
    return Collections.unmodifiableList(vmas);
  }

  @Override
  public Vma vmaOf(long page) {
    Vma vma = find(page);
    if (vma == null) {
      throw new IllegalArgumentException("page " + page + " is in no VMA of mm " + id);
    }
    return vma;
  }

  /**
   * Whether a page number belongs to a mapping.
   *
   * @param page any number
   * @return false beyond the end and in gaps between mappings
   */
  public boolean maps(long page) {
    return find(page) != null;
  }

  private @Nullable Vma find(long page) {
    Vma last = lastFound;
    if (last != null && page >= last.firstPage() && page < last.endPage()) {
      return last;
    }
    int low = 0;
    int high = vmas.size() - 1;
    while (low < high) {
      int middle = (low + high + 1) >>> 1;
      if (vmas.get(middle).firstPage() <= page) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    Vma vma = high < 0 ? null : vmas.get(low);
    if (vma == null || page < vma.firstPage() || page >= vma.endPage()) {
      return null;
    }
    lastFound = vma;
    return vma;
  }

  @Override
  public long pages() {
    return pages;
  }

  @Override
  public long residentPages() {
    long sum = 0;
    for (int node = 0; node < machine.nodes(); node++) {
      sum += residentPages(node);
    }
    return sum;
  }

  @Override
  public long residentPages(int node) {
    return ledger.get(residentSlot + node);
  }

  @Override
  public int liveTasks() {
    return liveTasks;
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
  public PageStore pageTable() {
    return store;
  }

  @Override
  public boolean exited() {
    return exited;
  }
}
