package org.tierlab.policy.promoteonaccess;

import org.tierlab.api.knob.Knob;
import org.tierlab.api.knob.Unit;

/**
 * The migrator's knobs.
 *
 * @param series whose names thread and counters have
 * @param targetNode where folios go if the event does not say
 * @param migrateSleepMs first part of the pause between two passes
 * @param migrateWaitMs second part
 * @param rotateMms whether passes go round the processes
 * @param requireActive whether a folio must be on the active list
 */
public record PromoteOnAccessKnobs(
    @Knob(
            value = "kmmscand",
            runtime = false,
            about =
                "What to be, with its names: kmmscand-v0 (in the scanner's thread), kmmscand (V1:"
                    + " kmmmigrated) or kscand (V2, V3: kmigrated, a list for each process).")
        Series series,
    @Knob(
            value = "0",
            min = 0,
            max = 7,
            kernel = "/sys/kernel/mm/kmmscand/target_node",
            about = "Target of folios whose event does not tell one; must be top tier.")
        int targetNode,
    @Knob(
            value = "20",
            unit = Unit.MS,
            min = 1,
            max = 60_000,
            about = "Sleep of the migrator after a pass.")
        int migrateSleepMs,
    @Knob(
            value = "20",
            unit = Unit.MS,
            min = 0,
            max = 60_000,
            about = "Timed wait of the migrator before the next pass.")
        int migrateWaitMs,
    @Knob(
            value = "false",
            about =
                "V2, V3: whether each pass takes the next process's list; as posted the migrator"
                    + " stays with the first process until it exits.")
        boolean rotateMms,
    @Knob(
            value = "false",
            about =
                "Whether folios that are not on the active list fail, as V2 and V3 have it with"
                    + " active MGLRU generations.")
        boolean requireActive) {

  /** The migrators of the series. */
  public enum Series {
    /** V0: migration in the scanner's thread. */
    KMMSCAND_V0("kmmscand", "kmmscand_"),
    /** V1. */
    KMMSCAND("kmmmigrated", "kmmscand_"),
    /** V2 and V3. */
    KSCAND("kmigrated", "kscand_");

    private final String threadName;
    private final String prefix;

    Series(String threadName, String prefix) {
      this.threadName = threadName;
      this.prefix = prefix;
    }

    String threadName() {
      return threadName;
    }

    String prefix() {
      return prefix;
    }

    boolean perMmLists() {
      return this == KSCAND;
    }
  }

  /** V0's scanner migrates at once; here it is noticed within a tick. */
  long pauseNs() {
    return series == Series.KMMSCAND_V0
        ? 1_000_000L
        : (migrateSleepMs + migrateWaitMs) * 1_000_000L;
  }
}
