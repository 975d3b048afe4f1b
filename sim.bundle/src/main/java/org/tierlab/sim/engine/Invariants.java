package org.tierlab.sim.engine;

import java.util.Map;
import org.tierlab.api.memory.Vma;
import org.tierlab.sim.ledger.Ledger;
import org.tierlab.sim.machine.MemoryNode;
import org.tierlab.sim.memory.AddressSpace;
import org.tierlab.sim.memory.PageStore;

/** What must hold at every safe point; checked at the end of every run, and by tests in between. */
final class Invariants {
  private final Engine engine;
  private final Ledger ledger;

  Invariants(Engine engine) {
    this.engine = engine;
    ledger = engine.ledger();
  }

  /**
   * Checks everything.
   *
   * @return {@code ok}, or the first violation
   */
  String check() {
    ledger.publish();
    Ledger.Page page = ledger.page();
    String wrong = capacity();
    if (wrong.isEmpty()) {
      wrong = placement();
    }
    if (wrong.isEmpty()) {
      wrong = counts(page);
    }
    if (wrong.isEmpty()) {
      wrong = cpuTime(page);
    }
    return wrong.isEmpty() ? "ok" : wrong;
  }

  /** Resident pages, those reserved for migrations in flight and free pages are the capacity. */
  private String capacity() {
    for (int id = 0; id < engine.machine().nodes(); id++) {
      MemoryNode node = engine.machine().node(id);
      long resident = 0;
      for (AddressSpace mm : engine.population().allAddressSpaces()) {
        resident += mm.residentPages(id);
      }
      long reserved = engine.pipeline().reservedPages(id);
      if (resident + reserved + node.freePages() != node.capacityPages()) {
        return "node "
            + id
            + ": "
            + resident
            + " resident + "
            + reserved
            + " in flight + "
            + node.freePages()
            + " free pages are not "
            + node.capacityPages();
      }
      var lru = engine.population().lru().of(id);
      if (lru.activePages() + lru.inactivePages() != resident) {
        return "node "
            + id
            + ": "
            + lru.activePages()
            + " active + "
            + lru.inactivePages()
            + " inactive pages are not "
            + resident;
      }
    }
    return "";
  }

  /** Page tables and resident counts say the same. */
  private String placement() {
    int nodes = engine.machine().nodes();
    for (AddressSpace mm : engine.population().allAddressSpaces()) {
      long[] found = new long[nodes];
      for (Vma vma : mm.vmas()) {
        for (long page = vma.firstPage(); page < vma.endPage(); page += vma.folioPages()) {
          int entry = mm.store().state(page);
          int node =
              entry == PageStore.MIGRATION
                  ? engine.pipeline().sourceOf(mm, page)
                  : mm.store().nodeOf(page);
          if (node >= nodes) {
            return "page " + page + " of mm " + mm.id() + " is on node " + node;
          }
          if (node >= 0) {
            found[node] += vma.folioPages();
          }
        }
      }
      for (int node = 0; node < nodes; node++) {
        if (found[node] != mm.residentPages(node)) {
          return "mm "
              + mm.id()
              + ": "
              + found[node]
              + " pages mapped on node "
              + node
              + ", counted "
              + mm.residentPages(node);
        }
      }
    }
    return "";
  }

  /** Every event, candidate, migration and access was counted once on either side. */
  private String counts(Ledger.Page page) {
    long events = 0;
    long migrated = 0;
    long promoted = 0;
    long demoted = 0;
    long candidates = 0;
    for (Map.Entry<String, Long> stat : page.section("plugin").entrySet()) {
      String key = stat.getKey();
      events += key.endsWith(":events") ? stat.getValue() : 0;
      promoted += key.endsWith(":promoted_pages") ? stat.getValue() : 0;
      demoted += key.endsWith(":demoted_pages") ? stat.getValue() : 0;
      migrated += key.endsWith(":folios.migrated") ? stat.getValue() : 0;
      candidates += key.endsWith(":candidates.added") ? stat.getValue() : 0;
      candidates -= key.endsWith(":candidates.taken") ? stat.getValue() : 0;
      candidates -= key.endsWith(":candidates.dropped") ? stat.getValue() : 0;
    }
    for (Attachment policy : engine.policies()) {
      for (SimCandidates queue : policy.queues) {
        candidates -= queue.size();
      }
    }
    long served = sum(page.section("node_accesses"));
    long made = sum(page.section("task_accesses"));
    long moved = page.get("vmstat", "pgmigrate_success");
    if (events != page.get("hotness", "published")) {
      return events + " events of sources, " + page.get("hotness", "published") + " in the store";
    }
    if (candidates != 0) {
      return candidates + " candidates are neither taken, dropped nor waiting";
    }
    if (promoted != page.get("moved", "promotions") || demoted != page.get("moved", "demotions")) {
      return "promotions or demotions do not add up over policies";
    }
    if (migrated > moved || (migrated == 0 && moved != 0)) {
      return migrated + " folios migrated for policies, " + moved + " pages in pgmigrate_success";
    }
    return served == made ? "" : made + " accesses made, " + served + " served by nodes";
  }

  private static long sum(Map<String, Long> section) {
    long sum = 0;
    for (long value : section.values()) {
      sum += value;
    }
    return sum;
  }

  /** CPU time over all payers is elapsed time × CPUs. */
  private String cpuTime(Ledger.Page page) {
    long booked = sum(page.section("cpu_ps"));
    long elapsed = engine.nowPs() * engine.machine().cpus();
    for (Map.Entry<String, Long> payer : page.section("cpu_ps").entrySet()) {
      if (payer.getValue() < 0) {
        return "payer " + payer.getKey() + " has " + payer.getValue() + " ps";
      }
    }
    return booked == elapsed ? "" : booked + " ps of CPU time booked, " + elapsed + " elapsed";
  }
}
