package org.tierlab.source.lruscan;

import org.tierlab.api.knob.Knob;
import org.tierlab.api.knob.Unit;

/**
 * The knobs of MGLRU and of klruscand.
 *
 * @param enabled bit mask of MGLRU's capabilities
 * @param klruscandIntervalMs time from one walk's start to the next
 * @param klruscandBatch accessed pages kept before they are reported
 * @param agingIntervalMs how often somebody asks for a new generation
 * @param forceScan whether aging walks what the Bloom filter would leave out
 * @param walkSeq whose sequence the walks of klruscand advance
 */
public record LruScanKnobs(
    @Knob(
            value = "7",
            min = 0,
            max = 7,
            kernel = "/sys/kernel/mm/lru_gen/enabled",
            about =
                "Bits: 1 the whole; 2 accessed bits are cleared by walks when aging; 4 also in"
                    + " non-leaf entries, so that walks skip what they say is old.")
        int enabled,
    @Knob(
            value = "500",
            unit = Unit.MS,
            min = 1,
            max = 3_600_000,
            about = "Time from the start of a walk to the start of the next (KLRUSCAND_INTERVAL).")
        int klruscandIntervalMs,
    @Knob(
            value = "131072",
            unit = Unit.PAGES,
            min = 1,
            max = 16_777_216,
            about = "Accessed pages collected before they are reported (BATCH_SIZE).")
        int klruscandBatch,
    @Knob(
            value = "0",
            unit = Unit.MS,
            min = 0,
            max = 3_600_000,
            about =
                "How often somebody asks for a new generation, as through"
                    + " /sys/kernel/debug/lru_gen; 0: nobody does.")
        int agingIntervalMs,
    @Knob(
            value = "true",
            about =
                "Whether aging walks everything; otherwise the Bloom filter says what it leaves"
                    + " out (force_scan of /sys/kernel/debug/lru_gen).")
        boolean forceScan,
    @Knob(
            value = "shared",
            about =
                "Whether klruscand's walks count as agings, as posted, after which there is no"
                    + " new generation, or have a sequence of their own.")
        WalkSeq walkSeq) {
  private static final int CORE = 1;
  private static final int MM_WALK = 2;
  private static final int NONLEAF_YOUNG = 4;

  /** Whose sequence klruscand's walks advance. */
  public enum WalkSeq {
    /** That of aging: {@code mm_state->seq} runs ahead of {@code max_seq}. */
    SHARED,
    /** None: aging goes on as without klruscand. */
    OWN
  }

  boolean core() {
    return (enabled & CORE) != 0;
  }

  boolean mmWalk() {
    return (enabled & MM_WALK) != 0;
  }

  boolean nonleafYoung() {
    return (enabled & NONLEAF_YOUNG) != 0;
  }

  long intervalNs() {
    return klruscandIntervalMs * 1_000_000L;
  }

  long agingNs() {
    return agingIntervalMs * 1_000_000L;
  }
}
