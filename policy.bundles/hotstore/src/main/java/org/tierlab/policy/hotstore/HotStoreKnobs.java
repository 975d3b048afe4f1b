package org.tierlab.policy.hotstore;

import org.tierlab.api.knob.Knob;
import org.tierlab.api.knob.KnobException;
import org.tierlab.api.knob.Unit;

/**
 * The knobs of pghot and kmigrated.
 *
 * @param variant what a hotness record can hold
 * @param enabledSources bitmask of the classes of sources that are recorded
 * @param targetNid where pages go if the record does not say
 * @param freqThreshold accesses that make a page ready for promotion
 * @param promoteFreqWindowMs how close accesses must follow each other
 * @param promoteRateLimit promotion candidates per second and target node
 * @param kmigratedSleepMs pause between two passes of a migrator
 * @param kmigratedBatchNr folios that are handed over together
 */
public record HotStoreKnobs(
    @Knob(
            value = "default",
            runtime = false,
            kernel = "CONFIG_PGHOT_PRECISE",
            about =
                "What a record holds: default (1 byte, coarse time, fixed target), precise (4"
                    + " bytes, with target) or v3 (8 bytes, with target and long time).")
        RecordFormat variant,
    @Knob(
            value = "7",
            min = 0,
            max = 7,
            kernel = "/sys/kernel/debug/pghot/enabled_sources",
            about =
                "Which reports are recorded: 1 hardware, 2 page-table scans, 4 hint faults, or a"
                    + " sum.")
        int enabledSources,
    @Knob(
            value = "0",
            min = 0,
            max = 7,
            kernel = "/sys/kernel/debug/pghot/target_nid",
            about =
                "Where pages are promoted to if their record has no node; must be a top-tier node.")
        int targetNid,
    @Knob(
            value = "2",
            min = 1,
            max = 7,
            kernel = "/sys/kernel/debug/pghot/freq_threshold",
            about =
                "Accesses within the window that make a page ready; at most 3 with variant default.")
        int freqThreshold,
    @Knob(
            value = "5000",
            name = "pghot_promote_freq_window_ms",
            unit = Unit.MS,
            min = 0,
            max = 600_000,
            kernel = "vm.pghot_promote_freq_window_ms",
            about =
                "An access later than this after the last one starts counting anew; also the hot"
                    + " threshold that the adaptive one starts from.")
        long promoteFreqWindowMs,
    @Knob(
            value = "65536",
            name = "pghot_promote_rate_limit_MBps",
            unit = Unit.MIB_PER_S,
            min = 0,
            max = 16_777_216,
            kernel = "vm.pghot_promote_rate_limit_MBps",
            about = "How many candidates for promotion to one node are let through in a second.")
        long promoteRateLimit,
    @Knob(
            value = "100",
            unit = Unit.MS,
            min = 1,
            max = 60_000,
            kernel = "/sys/kernel/debug/pghot/kmigrated_sleep_ms",
            about = "Pause between two passes of a migrator thread.")
        int kmigratedSleepMs,
    @Knob(
            value = "512",
            min = 1,
            max = 65_536,
            kernel = "/sys/kernel/debug/pghot/kmigrated_batch_nr",
            about = "Folios that a migrator thread hands over together.")
        int kmigratedBatchNr) {

  private static final long NS_PER_MS = 1_000_000L;
  private static final long PAGES_PER_MIB = 256;

  /** Checks the threshold against what a record can count. */
  public HotStoreKnobs {
    if (freqThreshold > variant.maxFrequency()) {
      throw new KnobException(
          "freq_threshold",
          "knob 'freq_threshold' is '"
              + freqThreshold
              + "', expected at most "
              + variant.maxFrequency()
              + " with this variant");
    }
  }

  long sleepNs() {
    return kmigratedSleepMs * NS_PER_MS;
  }

  long rateLimitPagesPerSecond() {
    return promoteRateLimit * PAGES_PER_MIB;
  }
}
