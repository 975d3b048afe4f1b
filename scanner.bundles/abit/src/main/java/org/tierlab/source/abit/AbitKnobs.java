package org.tierlab.source.abit;

import org.tierlab.api.knob.Knob;
import org.tierlab.api.knob.Unit;

/**
 * The scanner's knobs. V2 and V3 have the kernel's ones under {@code /sys/kernel/mm/kscand/}.
 *
 * @param version which posting of the series to follow
 * @param accessRule which folios to publish
 * @param scanEnabled whether the scanner works
 * @param scanSleepMs sleep between two cycles
 * @param mmScanPeriodMs scan period that a new process starts with
 * @param mmsToScan processes looked at in one cycle
 * @param scanThreads how many threads scan
 * @param migration whether the scanner waits for its migrator
 * @param targetNode target of promotions where the process has no pages in fast memory
 */
public record AbitKnobs(
    @Knob(
            value = "v1",
            runtime = false,
            about = "The posted version of the series to follow, with all its constants and rules.")
        ScannerVersion version,
    @Knob(
            value = "by-version",
            about =
                "Which folios are hot: accessed once, accessed in two scans in a row, or as the"
                    + " version has it.")
        Rule accessRule,
    @Knob(
            value = "true",
            kernel = "/sys/kernel/mm/kmmscand/scan_enabled",
            about = "Whether the scanner works.")
        boolean scanEnabled,
    @Knob(
            value = "0",
            unit = Unit.MS,
            min = 0,
            max = 60_000,
            kernel = "/sys/kernel/mm/kmmscand/scan_sleep_ms",
            about =
                "Sleep between two cycles; 0 takes the version's, 16 in V0 and V1, 20 in V2 and V3.")
        int scanSleepMs,
    @Knob(
            value = "2000",
            unit = Unit.MS,
            min = 1,
            max = 60_000,
            kernel = "/sys/kernel/mm/kmmscand/mm_scan_period_ms",
            about = "Scan period of processes that start later, clamped to the version's range.")
        int mmScanPeriodMs,
    @Knob(
            value = "4096",
            min = 1,
            max = 1_000_000,
            kernel = "/sys/kernel/mm/kmmscand/mms_to_scan",
            about = "How many processes one cycle looks at, at most.")
        int mmsToScan,
    @Knob(
            value = "one",
            runtime = false,
            about =
                "One scan thread with one cursor, as posted, or one for each memory node, which"
                    + " share the cursor.")
        Threads scanThreads,
    @Knob(
            value = "by-version",
            runtime = false,
            about =
                "Whether the scanner waits until what it found is migrated: V0 does, later versions"
                    + " do not.")
        Migration migration,
    @Knob(
            value = "0",
            min = 0,
            max = 7,
            kernel = "/sys/kernel/mm/kmmscand/target_node",
            about = "Target node where the process has no pages in fast memory; must be top tier.")
        int targetNode) {

  /** How many threads scan. */
  public enum Threads {
    /** One. */
    ONE,
    /** One for each memory node. */
    PER_NODE
  }

  /** Whether the scanner waits for its migrator. */
  public enum Migration {
    /** As the version has it. */
    BY_VERSION,
    /** Publishes at the end of a cycle and waits, as V0, which migrates itself. */
    SYNCHRONOUS,
    /** Publishes after each VMA and goes on, as V1 to V3. */
    ASYNCHRONOUS
  }

  /** Which folios are published. */
  public enum Rule {
    /** As the version has it. */
    BY_VERSION,
    /** Accessed since the last scan, or never scanned. */
    FIRST_ACCESS,
    /** Accessed before the last scan and since. */
    SECOND_ACCESS
  }

  AccessRule rule() {
    return switch (accessRule) {
      case BY_VERSION -> version.rule();
      case FIRST_ACCESS -> AccessRule.FIRST_ACCESS;
      case SECOND_ACCESS -> AccessRule.SECOND_ACCESS;
    };
  }

  boolean waitsForMigration() {
    return switch (migration) {
      case BY_VERSION -> version.migratesItself();
      case SYNCHRONOUS -> true;
      case ASYNCHRONOUS -> false;
    };
  }

  long sleepNs() {
    return (scanSleepMs == 0 ? version.sleepMs() : scanSleepMs) * 1_000_000L;
  }
}
