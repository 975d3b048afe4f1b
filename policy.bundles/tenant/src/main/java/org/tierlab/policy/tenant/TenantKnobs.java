package org.tierlab.policy.tenant;

import org.tierlab.api.knob.Knob;
import org.tierlab.api.knob.Unit;

/**
 * The knobs of the tenant policy. No kernel has them.
 *
 * @param sensitivity latency sensitivity by process
 * @param defaultSensitivity that of processes which are not named
 * @param shares shares of fast memory and bandwidth by process
 * @param defaultShare that of processes which are not named
 * @param migrationBandwidth promotions of all processes together
 * @param periodMs time between two passes
 * @param queuePages candidates that wait for one process
 * @param targetNid where pages go if the event does not say
 */
public record TenantKnobs(
    @Knob(
            value = "",
            about =
                "Latency sensitivity by process name, as 'redis=10,batch=0': 0 is never promoted,"
                    + " 10 is first in line.")
        String sensitivity,
    @Knob(
            value = "5",
            min = 0,
            max = 10,
            about = "Latency sensitivity of processes that are not named.")
        int defaultSensitivity,
    @Knob(
            value = "",
            about =
                "Share of fast memory and of bandwidth by process name, as 'redis=200,batch=50'.")
        String shares,
    @Knob(value = "100", min = 1, max = 1000, about = "Share of processes that are not named.")
        int defaultShare,
    @Knob(
            value = "1024",
            name = "migration_bandwidth_MBps",
            unit = Unit.MIB_PER_S,
            min = 0,
            max = 16_777_216,
            about = "How much may be promoted in a second, of all processes together.")
        long migrationBandwidth,
    @Knob(
            value = "100",
            unit = Unit.MS,
            min = 1,
            max = 60_000,
            about = "Time between two passes of the promoting thread.")
        int periodMs,
    @Knob(
            value = "65536",
            unit = Unit.PAGES,
            min = 1,
            max = 1L << 30,
            about = "Pages of one process that may wait for promotion; more are dropped.")
        long queuePages,
    @Knob(
            value = "0",
            min = 0,
            max = 7,
            about = "Target of folios whose event does not tell one; must be a top-tier node.")
        int targetNid) {

  /** The sensitivity of a process that is served before all others. */
  static final int FIRST_IN_LINE = 10;

  private static final int MAX_SHARE = 1000;
  private static final long PAGES_PER_MIB = 256;

  /** Checks the texts. */
  public TenantKnobs {
    ProcessSettings.parse("sensitivity", sensitivity, 0, FIRST_IN_LINE);
    ProcessSettings.parse("shares", shares, 1, MAX_SHARE);
  }

  ProcessSettings sensitivities() {
    return ProcessSettings.parse("sensitivity", sensitivity, 0, FIRST_IN_LINE);
  }

  ProcessSettings shareSettings() {
    return ProcessSettings.parse("shares", shares, 1, MAX_SHARE);
  }

  /** What one period adds to the bandwidth credit, thousandths of a page. */
  long creditPerPeriod() {
    return migrationBandwidth * PAGES_PER_MIB * periodMs;
  }

  long periodNs() {
    return periodMs * 1_000_000L;
  }
}
