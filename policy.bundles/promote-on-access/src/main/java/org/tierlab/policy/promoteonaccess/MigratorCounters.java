package org.tierlab.policy.promoteonaccess;

import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.tierlab.api.Counts;
import org.tierlab.api.RunContext;
import org.tierlab.api.memory.AddressSpaceView;
import org.tierlab.api.time.Counter;

/** The migrator's vmstat items and codes, and what it shares with the scanner. */
@Counts(
    counter = "nr_<scanner>_migrated",
    unit = "records",
    about = "Migrated.",
    source = "patch: kmmscand, kscand")
@Counts(
    counter = "nr_<scanner>_migrate_failed",
    unit = "records",
    about = "Not migrated.",
    source = "patch: kmmscand, kscand")
@Counts(
    counter = "nr_kscand_hotpage",
    unit = "records",
    about = "Passed the test of being active; V3.",
    source = "patch: kmmscand, kscand")
@Counts(
    counter = "<scanner>_migration_oh",
    unit = "us",
    about = "Time in migrations; V0.",
    source = "patch: kmmscand, kscand")
@Counts(
    counter = "<scanner>_err_<code>",
    unit = "records",
    about = "Not migrated, by the code of the failure.",
    source = "patch: kmmscand, kscand")
@Counts(
    counter = "<scanner>_list_taken",
    unit = "records",
    about = "Taken off the lists, and pages of events that became none.",
    source = "model")
@Counts(
    counter = "<scanner>_list_duplicates",
    unit = "records",
    about = "On a list while another of the same page came.",
    source = "model")
@Counts(
    counter = "<scanner>_list_pages",
    unit = "records",
    about = "On the lists now.",
    source = "model")
@Counts(
    counter = "<scanner>_list_runs",
    unit = "runs",
    about = "Of records on the lists now.",
    source = "model")
@Counts(
    counter = "<scanner>_list_pages_max",
    unit = "records",
    about = "The most that were on the lists.",
    source = "model")
final class MigratorCounters {
  /** Records that are on a list while another of the same page comes. */
  final Counter duplicates;

  /** V3 counts what passed the test of being active; V2 tests and does not count. */
  final @Nullable Counter hotpage;

  /** Time in migrations, µs; V0 only. */
  final @Nullable Counter overhead;

  private final RunContext context;
  private final Counter migrated;
  private final Counter migrateFailed;
  private final Counter taken;
  private final Counter listPages;
  private final Counter listRuns;
  private final Counter mostPages;
  private final Map<MigrationFailure, Counter> codes = new EnumMap<>(MigrationFailure.class);
  private @Nullable FailureStatistics statistics;

  MigratorCounters(RunContext context, PromoteOnAccessKnobs.Series series) {
    this.context = context;
    migrated = context.counter("nr_" + series.prefix() + "migrated");
    migrateFailed = context.counter("nr_" + series.prefix() + "migrate_failed");
    boolean tests = series == PromoteOnAccessKnobs.Series.KSCAND;
    hotpage = tests ? context.counter("nr_" + series.prefix() + "hotpage") : null;
    taken = context.counter(series.prefix() + "list_taken");
    duplicates = context.counter(series.prefix() + "list_duplicates");
    listPages = context.counter(series.prefix() + "list_pages");
    listRuns = context.counter(series.prefix() + "list_runs");
    mostPages = context.counter(series.prefix() + "list_pages_max");
    boolean first = series == PromoteOnAccessKnobs.Series.KMMSCAND_V0;
    overhead = first ? context.counter(series.prefix() + "migration_oh") : null;
    for (MigrationFailure failure : MigrationFailure.values()) {
      codes.put(failure, context.counter(failure.counter(series)));
    }
  }

  /** A pass begins: failures are smoothed for a process in V3, otherwise for nobody. */
  void passBegins(@Nullable AddressSpaceView owner) {
    statistics = owner == null || owner.exited() ? null : new FailureStatistics(context, owner);
  }

  /** Records have left the lists, or pages of an event have not become any. */
  void taken(long records) {
    taken.add(records);
  }

  /** How many records are on the list that the migrator is at work on. */
  void listOf(AddressSpaceView mm, long records) {
    if (!mm.exited()) {
      context.counter(mm, "migrate_list_pages").set(records);
    }
  }

  void failed(MigrationFailure failure, long records) {
    code(failure, records);
    migrateFailed.add(records);
    count(0, records);
  }

  /** Counts a code without a failed migration. */
  void code(MigrationFailure failure, long records) {
    Counter code = codes.get(failure);
    if (code != null) {
      code.add(records);
    }
  }

  void moved(long records) {
    migrated.add(records);
    count(records, 0);
  }

  private void count(long success, long failure) {
    FailureStatistics now = statistics;
    if (now != null) {
      now.count(success, failure);
    }
  }

  void lists(MigrationLists lists) {
    listPages.set(lists.pages());
    listRuns.set(lists.runs());
    mostPages.set(Math.max(mostPages.value(), lists.pages()));
  }
}
