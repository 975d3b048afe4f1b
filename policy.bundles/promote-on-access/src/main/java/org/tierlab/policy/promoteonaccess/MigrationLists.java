package org.tierlab.policy.promoteonaccess;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.tierlab.api.memory.AddressSpaceView;

/**
 * The lists: one for all processes until V1, one for each from V2 on.
 *
 * <p>A pass of V2's migrator empties one process's list. As posted (derived), it stays with the
 * process whose list came first until that exits, and others wait for ever.
 */
final class MigrationLists {
  private final boolean perMm;
  private final Map<Integer, MigrationList> lists = new LinkedHashMap<>();
  private final Map<Integer, AddressSpaceView> owners = new LinkedHashMap<>();
  private @Nullable AddressSpaceView lastOwner;
  private @Nullable MigrationList lastList;
  private int current = -1;

  MigrationLists(boolean perMm) {
    this.perMm = perMm;
  }

  /** The list that takes a process's records. */
  MigrationList of(AddressSpaceView mm) {
    MigrationList last = lastList;
    if (last != null && lastOwner == mm) {
      return last;
    }
    int key = perMm ? mm.id() : 0;
    owners.put(key, mm);
    MigrationList list = lists.computeIfAbsent(key, id -> new MigrationList());
    lastOwner = mm;
    lastList = list;
    return list;
  }

  /**
   * Chooses the list of the next pass, and drops those of exited processes.
   *
   * @param rotate whether to go on with the next process
   * @return records dropped
   */
  long choose(boolean rotate) {
    long dropped = perMm ? dropExited() : 0;
    if (current < 0 || !lists.containsKey(current) || rotate) {
      current = following(current);
    }
    return dropped;
  }

  private long dropExited() {
    long dropped = 0;
    for (AddressSpaceView mm : List.copyOf(owners.values())) {
      if (mm.exited()) {
        MigrationList list = lists.remove(mm.id());
        lastList = null;
        owners.remove(mm.id());
        dropped += list == null ? 0 : list.pages() + list.takeDuplicates();
      }
    }
    return dropped;
  }

  /** The first list with records after a process's, in the order in which lists came. */
  private int following(int previous) {
    int first = -1;
    boolean passed = false;
    for (Map.Entry<Integer, MigrationList> entry : lists.entrySet()) {
      if (!entry.getValue().isEmpty()) {
        if (passed) {
          return entry.getKey();
        }
        first = first < 0 ? entry.getKey() : first;
      }
      passed |= entry.getKey() == previous;
    }
    return first;
  }

  /** The list of this pass, null if there is none. */
  @Nullable MigrationList current() {
    return perMm ? lists.get(current) : lists.get(0);
  }

  /** The process whose list it is, null for the global list. */
  @Nullable AddressSpaceView owner() {
    return perMm ? owners.get(current) : null;
  }

  long pages() {
    return lists.values().stream().mapToLong(MigrationList::pages).sum();
  }

  long runs() {
    return lists.values().stream().mapToLong(MigrationList::runs).sum();
  }
}
