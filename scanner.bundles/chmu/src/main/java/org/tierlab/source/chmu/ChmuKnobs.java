package org.tierlab.source.chmu;

import org.tierlab.api.knob.Knob;
import org.tierlab.api.knob.KnobException;
import org.tierlab.api.knob.Unit;

/**
 * The knobs of a unit, named as the parameters of the perf PMU {@code cxl_hmu_memX}, and what its
 * capabilities and its driver are.
 *
 * @param reporting when a unit is appended to the hotlist
 * @param epochType when counts begin anew
 * @param accessType which accesses count
 * @param hotnessThreshold accesses that make a unit hot
 * @param epochMultiplier length of an epoch in steps of its scale
 * @param epochScale 1 to 5: steps of 100 us, 1 ms, 10 ms, 100 ms, 1 s
 * @param rangeBase first bit of the range bitmap that is set
 * @param rangeSize how many bits are set
 * @param randomizedDownsampling whether the accesses that count are drawn
 * @param downsamplingFactor one access in so many counts
 * @param hotnessGranual base-2 logarithm of a unit's bytes
 * @param counters counters of the device
 * @param counterBits width of a counter
 * @param hotlistEntries room in the hotlist
 * @param pollMs how often the hotlist is read
 * @param mmioReadNs a read of the device's registers
 */
public record ChmuKnobs(
    @Knob(
            value = "epoch",
            runtime = false,
            about =
                "epoch: hot units are appended at the end of an epoch; always-on: at the access"
                    + " that makes them hot.")
        Reporting reporting,
    @Knob(
            value = "global",
            runtime = false,
            kernel = "cxl_hmu_memX/epoch_type",
            about = "One epoch for all counters, or one for each from its first access on.")
        EpochType epochType,
    @Knob(
            value = "all",
            runtime = false,
            kernel = "cxl_hmu_memX/access_type",
            about = "Whether reads, writes or both count.")
        AccessType accessType,
    @Knob(
            value = "16",
            min = 1,
            max = 2_147_483_647,
            runtime = false,
            kernel = "cxl_hmu_memX/hotness_threshold",
            about = "Counted accesses in an epoch that make a unit hot (assumed).")
        int hotnessThreshold,
    @Knob(
            value = "1",
            min = 1,
            max = 65_535,
            runtime = false,
            kernel = "cxl_hmu_memX/epoch_multiplier",
            about = "Length of an epoch in steps of its scale.")
        int epochMultiplier,
    @Knob(
            value = "4",
            min = 1,
            max = 5,
            runtime = false,
            kernel = "cxl_hmu_memX/epoch_scale",
            about = "Steps of an epoch: 1 is 100 us, 2 is 1 ms, 3 is 10 ms, 4 is 100 ms, 5 is 1 s.")
        int epochScale,
    @Knob(
            value = "0",
            min = 0,
            max = 1_048_576,
            runtime = false,
            kernel = "cxl_hmu_memX/range_base",
            about = "First part of the device that is watched, in parts of 256 MiB.")
        int rangeBase,
    @Knob(
            value = "0",
            min = 0,
            max = 1_048_576,
            runtime = false,
            kernel = "cxl_hmu_memX/range_size",
            about = "How many parts of 256 MiB are watched; 0: all.")
        int rangeSize,
    @Knob(
            value = "false",
            runtime = false,
            kernel = "cxl_hmu_memX/randomized_downsampling",
            about = "Whether the accesses that count are drawn; otherwise it is every so-many-th.")
        boolean randomizedDownsampling,
    @Knob(
            value = "1",
            min = 1,
            max = 65_536,
            runtime = false,
            kernel = "cxl_hmu_memX/downsampling_factor",
            about = "One access in so many counts.")
        int downsamplingFactor,
    @Knob(
            value = "12",
            min = 12,
            max = 28,
            runtime = false,
            kernel = "cxl_hmu_memX/hotness_granual",
            about = "Base-2 logarithm of a unit's bytes.")
        int hotnessGranual,
    @Knob(
            value = "262144",
            min = 1,
            max = 16_777_216,
            runtime = false,
            about = "Counters of the device (assumed): units that an epoch can count.")
        int counters,
    @Knob(
            value = "16",
            min = 1,
            max = 31,
            runtime = false,
            about = "Bits of a counter, which stays at its greatest value (assumed).")
        int counterBits,
    @Knob(
            value = "65536",
            min = 1,
            max = 16_777_216,
            runtime = false,
            about = "Entries that the hotlist holds (assumed); what comes to a full one is lost.")
        int hotlistEntries,
    @Knob(
            value = "100",
            unit = Unit.MS,
            min = 1,
            max = 3_600_000,
            runtime = false,
            about = "How often the host reads the hotlist.")
        int pollMs,
    @Knob(
            value = "900",
            unit = Unit.NS,
            min = 0,
            max = 1_000_000,
            runtime = false,
            about = "A read of a register of the device, one an entry (assumed: a PCIe read).")
        double mmioReadNs) {
  private static final long[] SCALE_NS = {
    100_000, 1_000_000, 10_000_000, 100_000_000, 1_000_000_000
  };

  /** When a unit is appended to the hotlist. */
  public enum Reporting {
    /** At the end of an epoch. */
    EPOCH,
    /** At the access that makes it hot. */
    ALWAYS_ON
  }

  /** When counts begin anew. */
  public enum EpochType {
    /** All at once. */
    GLOBAL,
    /** Each by itself, one epoch after its first access. */
    PER_COUNTER
  }

  /** Which accesses count. */
  public enum AccessType {
    /** Both. */
    ALL,
    /** Reads. */
    READS,
    /** Writes. */
    WRITES
  }

  /** Refuses a threshold that no counter reaches. */
  public ChmuKnobs {
    if (hotnessThreshold > (1L << counterBits) - 1) {
      throw new KnobException(
          "hotness_threshold",
          hotnessThreshold + " is never reached by counters of counter_bits = " + counterBits);
    }
  }

  long epochNs() {
    return epochMultiplier * SCALE_NS[epochScale - 1];
  }

  int unitShift() {
    return hotnessGranual - 12;
  }
}
