package org.tierlab.command.bench;

import java.util.Locale;
import java.util.SplittableRandom;
import org.tierlab.api.workload.Access;

/** Pages drawn before anything is measured: what the bare loop and the simulator both read. */
final class PageStream {

  /** How pages are drawn. */
  enum Law {
    /** Every page alike. */
    UNIFORM,
    /** The n-th most popular page in proportion to 1/n; popularity is spread over the footprint. */
    ZIPF;

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Odd, so that it permutes footprints that are powers of two. */
  private static final long SPREAD = 0x9E3779B1L;

  private final int pages;
  private final Law law;
  private final long[] packed;

  private PageStream(int pages, Law law, long[] packed) {
    this.pages = pages;
    this.law = law;
    this.packed = packed;
  }

  /** Size of the footprint in pages of 4 KiB. */
  int pages() {
    return pages;
  }

  /** How they are drawn. */
  Law law() {
    return law;
  }

  /** Reads without gaps, packed as {@link Access}; not copied, for every reader to share. */
  long[] packed() {
    return packed;
  }

  static PageStream draw(int pages, Law law, int length) {
    SplittableRandom random = new SplittableRandom(1);
    long[] packed = new long[length];
    double logPages = StrictMath.log(pages);
    for (int i = 0; i < length; i++) {
      long page;
      if (law == Law.UNIFORM) {
        page = random.nextInt(pages);
      } else {
        long rank = (long) StrictMath.exp(random.nextDouble() * logPages) - 1;
        page = Math.min(rank, pages - 1L) * SPREAD % pages;
      }
      packed[i] = Access.of(page, false, 0);
    }
    return new PageStream(pages, law, packed);
  }

  long bytes() {
    return pages * 4096L;
  }
}
