package org.tierlab.source.abit;

import org.tierlab.api.hotness.SourceContext;
import org.tierlab.api.knob.KnobException;
import org.tierlab.api.knob.Knobs;

/**
 * kmmscand (V2 and V3: kscand): goes round the processes, harvests accessed bits when their period
 * has passed, and publishes hot slow pages for a migrator.
 *
 * <p>From the "PTE A-bit based scanning" series (mm/kmmscand.c, mm/kscand.c), V0 to V3. Quirks
 * kept: each VMA is walked from its start, entirely, so that the scan size acts only between VMAs,
 * and since V2 only after one in which something was hot; a scan resumes after the last entry of a
 * page table, so that a large VMA with an unpopulated end is scanned for ever and what follows it
 * never, and one that is the last is followed by a scan of nothing; the first scan of V1 publishes
 * every present slow page, touched or not; fast memory is walked too; the prctl scale does not
 * change the period before V3.
 *
 * <p>V0 migrates inside the scanner. A policy cannot run in a source's thread: its scanner
 * publishes at the end of a cycle, and begins no other before the migrator has taken everything.
 * The knob {@code migration} does the same to other versions, to compare the two.
 *
 * <p>Of several threads, one for each memory node, as reviewers asked for, each takes the next
 * process that no other one scans. How the work would be divided is assumed.
 *
 * <p>Deviations: a scan does not keep writers from the mmap lock; new processes are noticed at the
 * next cycle instead of at fork. A VMA with more than 65,536 runs of hot pages is published in
 * parts. The event's target is the fast node with most pages so far in this scan, else that of the
 * last scan, else the knob's.
 *
 * <p>Not thread-safe.
 */
public final class AccessedBitScanner {
  /** Time before the first scan of a process, that of NUMA balancing (published). */
  static final long INITIAL_DELAY_NS = 1_000_000_000L;

  /**
   * Starts the scanner.
   *
   * @param context the run
   * @param knobs the scanner's knobs
   * @throws KnobException if the target node is not a top-tier node of the machine
   */
  public AccessedBitScanner(SourceContext context, Knobs<AbitKnobs> knobs) {
    ScannerVersion version = knobs.get().version();
    TargetNode target = new TargetNode(knobs, context.machine());
    SlotList slots = new SlotList(context, version);
    MigrationLists lists = new MigrationLists(context, version, knobs.get().waitsForMigration());
    ScanCounters counters = new ScanCounters(context, version);
    boolean perNode = knobs.get().scanThreads() == AbitKnobs.Threads.PER_NODE;
    for (int i = 0; i < (perNode ? context.machine().nodes() : 1); i++) {
      String name = version.threadName() + (perNode ? String.valueOf(i) : "");
      new ScanThread(context, knobs, name, slots, lists, target, counters);
    }
  }
}
