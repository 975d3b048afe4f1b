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
 * @param requireActive whether a folio must be on the active list
 */
public record PromoteOnAccessKnobs(
    @Knob(
            value = "kmmscand",
            runtime = false,
            about =
                "Names of thread and counters: kmmscand (V0, V1: kmmmigrated) or kscand (V2, V3:"
                    + " kmigrated).")
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
                "Whether folios that are not on the active list fail, as V2 and V3 have it with"
                    + " active MGLRU generations.")
        boolean requireActive) {

  /** The names of the series. */
  public enum Series {
    /** V0 and V1. */
    KMMSCAND("kmmmigrated"),
    /** V2 and V3. */
    KSCAND("kmigrated");

    private final String threadName;

    Series(String threadName) {
      this.threadName = threadName;
    }

    String threadName() {
      return threadName;
    }

    String counter(String item) {
      return (this == KMMSCAND ? "nr_kmmscand_" : "nr_kscand_") + item;
    }
  }

  long pauseNs() {
    return (migrateSleepMs + migrateWaitMs) * 1_000_000L;
  }
}
