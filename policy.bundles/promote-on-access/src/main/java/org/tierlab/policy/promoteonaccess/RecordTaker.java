package org.tierlab.policy.promoteonaccess;

import java.util.Arrays;
import org.tierlab.api.memory.AddressSpaceView;
import org.tierlab.api.memory.FolioFlag;
import org.tierlab.api.memory.PageTable;
import org.tierlab.api.memory.Vma;
import org.tierlab.api.policy.Batching;
import org.tierlab.api.policy.MigrationOutcome;
import org.tierlab.api.policy.MigrationPlan;
import org.tierlab.api.policy.MigrationReport;
import org.tierlab.api.policy.Reason;
import org.tierlab.api.policy.TargetRule;

/**
 * Takes records off a list and checks each as {@code kmmscand_promote_folio()} does; what passes
 * goes into a plan, folio by folio.
 *
 * <p>Each page of a large folio has a record of its own: if the first moves the folio, the others
 * find it in fast memory and fail; if it cannot be moved, all of them fail.
 */
final class RecordTaker {
  private final MigratorCounters counters;
  private final int slowMask;
  private final int fastMask;
  private final long[] slow = new long[1];
  private final long[] fast = new long[1];
  private final long[] active = new long[1];
  private final MigrationPlan plan =
      new MigrationPlan(
          Reason.PROMOTION, Batching.ONE_BY_ONE, TargetRule.HIGH_WATERMARK_WAKE_KSWAPD);
  private long[] records = new long[1024];

  RecordTaker(MigratorCounters counters, int slowMask, int nodes) {
    this.counters = counters;
    this.slowMask = slowMask;
    fastMask = ((1 << nodes) - 1) & ~slowMask;
  }

  /** Folios that passed, with one plan for all of them. */
  MigrationPlan plan() {
    return plan;
  }

  void clear() {
    plan.clear();
  }

  /**
   * Takes the records of up to 64 pages, or of one large folio.
   *
   * @param list a list that is not empty
   * @param requireActive whether inactive folios are not hot
   * @return how many records were taken
   */
  long take(MigrationList list, boolean requireActive) {
    MigrationList.Run run = list.first();
    AddressSpaceView mm = run.mm();
    if (mm.exited()) {
      long all = run.end() - run.first();
      list.take(all);
      counters.taken(all);
      counters.code(MigrationFailure.NULL_MM, all);
      return 1;
    }
    Vma vma = mm.vmaOf(run.first());
    long head = run.first() & -(long) vma.folioPages();
    long span = vma.folioPages() == 1 ? (run.first() | 63) + 1 : head + vma.folioPages();
    long end = Math.min(Math.min(run.end(), span), vma.endPage());
    long count = end - run.first();
    list.take(count);
    counters.taken(count);
    if (vma.folioPages() == 1) {
      takeWord(mm, run, end, requireActive);
    } else {
      takeFolio(mm, head, count, run.target(), requireActive);
    }
    return count;
  }

  private void takeWord(
      AddressSpaceView mm, MigrationList.Run run, long end, boolean requireActive) {
    long base = run.first() & -64L;
    long mask = QueuedPages.inside(base, run.first(), end);
    PageTable table = mm.pageTable();
    long hot = check(table, base, mask, requireActive, 1);
    for (long rest = hot; rest != 0; rest &= rest - 1) {
      add(mm, base + Long.numberOfTrailingZeros(rest), run.target(), 1);
    }
  }

  private void takeFolio(
      AddressSpaceView mm, long head, long count, int target, boolean requireActive) {
    long base = head & -64L;
    if (check(mm.pageTable(), base, 1L << head, requireActive, count) != 0) {
      add(mm, head, target, count);
    }
  }

  /** Counts what fails before it is tried; returns what is to be tried. */
  private long check(PageTable table, long base, long mask, boolean requireActive, long weight) {
    table.onNodes(base, 1, slowMask, slow);
    table.onNodes(base, 1, fastMask, fast);
    long hot = mask & (slow[0] | fast[0]);
    fail(MigrationFailure.INVALID_FOLIO, mask & ~hot, weight);
    if (requireActive) {
      table.flag(FolioFlag.ACTIVE, base, 1, active);
      fail(MigrationFailure.NOT_HOT_PAGE, hot & ~active[0], weight);
      hot &= active[0];
    }
    if (counters.hotpage != null) {
      counters.hotpage.add(Long.bitCount(hot) * weight);
    }
    fail(MigrationFailure.INELIGIBLE_SRC_NODE, hot & fast[0], weight);
    return hot & slow[0];
  }

  private void fail(MigrationFailure failure, long pages, long weight) {
    if (pages != 0) {
      counters.failed(failure, Long.bitCount(pages) * weight);
    }
  }

  private void add(AddressSpaceView mm, long page, int target, long weight) {
    if (plan.size() == records.length) {
      records = Arrays.copyOf(records, 2 * records.length);
    }
    records[plan.size()] = weight;
    plan.add(mm, page, target);
  }

  /** Counts how the folios of the plan ended. */
  void account(MigrationReport report) {
    int migrated = 0;
    for (int i = 0; i < plan.size(); i++) {
      MigrationOutcome outcome = report.outcome(i);
      boolean moved = outcome == MigrationOutcome.MIGRATED;
      migrated += moved ? 1 : 0;
      long others = records[i] - (moved ? 1 : 0);
      if (others > 0) {
        counters.failed(MigrationFailure.of(outcome), others);
      }
    }
    counters.moved(migrated);
  }
}
