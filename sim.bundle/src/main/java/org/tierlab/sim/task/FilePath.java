package org.tierlab.sim.task;

import org.jspecify.annotations.Nullable;
import org.tierlab.sim.experiment.CostModel;
import org.tierlab.sim.machine.Machine;
import org.tierlab.sim.memory.AddressSpace;
import org.tierlab.sim.memory.OpenFile;
import org.tierlab.sim.memory.PageStore;

/**
 * The system calls {@code read()} and {@code write()} of one page in the page cache of a file: the
 * call itself, the first cache line, and a copy of the rest at the rate of a CPU thread, all of it
 * kernel time of the task. Its buffer is taken to be in the CPU's caches.
 *
 * <p>Reads do not wait for a folio that is being migrated, writes wait for its lock. Nothing is
 * allocated.
 */
final class FilePath {
  private static final int PAGE_BYTES = 4096;
  private static final int LINE_BYTES = 64;

  private final Machine machine;
  private final SlowPath slowPath;

  FilePath(Machine machine, SlowPath slowPath) {
    this.machine = machine;
    this.slowPath = slowPath;
  }

  /**
   * One call, whose gap has been spent.
   *
   * @param page the process's number of the page
   * @return the task's time afterwards; if it waits for a migration, when the wait began
   */
  long access(
      SimTask task,
      OpenFile file,
      long page,
      boolean write,
      long fromPs,
      @Nullable AccessMonitors watching) {
    AddressSpace cache = file.cache();
    PageStore store = cache.store();
    long at = file.cachePage(page);
    long head = at & -(long) cache.vmaOf(at).folioPages();
    long now = fromPs;
    if (store.entry(head) == PageStore.NOT_POPULATED) {
      now = slowPath.cacheMiss(task, cache, head, write, now);
    }
    if (store.entry(head) == PageStore.MIGRATION) {
      long accessible = slowPath.migrationWait(cache, head, now);
      if (write && accessible > now) {
        task.blockedUntilPs = accessible;
        return now;
      }
    }
    int node =
        store.entry(head) == PageStore.MIGRATION
            ? slowPath.migratesFrom(cache, head)
            : store.nodeOf(head);
    if (write) {
      file.written(head);
    } else {
      file.read(head);
    }
    now += serve(task, node);
    task.next++;
    task.gapSpent = false;
    return watching == null ? now : watching.servedFile(task, cache, at, node, write, now);
  }

  /** Books a call that a node serves; returns the time that it takes. */
  private long serve(SimTask task, int node) {
    CostModel costs = machine.costs();
    double copyNs = (PAGE_BYTES - LINE_BYTES) / machine.copyGBps(node, task.node(), 1);
    double ns = costs.syscallNs() + machine.accessNs(task.node(), node) + copyNs;
    machine.node(node).recordAccesses(1);
    machine.node(node).recordCopy(PAGE_BYTES - LINE_BYTES, copyNs);
    task.recordAccesses(1, 0);
    long ps = Math.round(ns * 1000);
    task.owe(SimTask.KernelWork.SYSCALL, ps);
    return ps;
  }
}
