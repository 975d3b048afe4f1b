package org.tierlab.api.workload;

import java.util.List;

/**
 * The law that a task's accesses follow, for statistical mode: a sequence of phases, each a mixture
 * of independent draws from page ranges.
 *
 * @param phases in order
 */
public record AccessLaw(List<Phase> phases) {
  /** Copies the list. */
  public AccessLaw {
    phases = List.copyOf(phases);
  }

  /** How pages of a range are drawn. */
  public sealed interface Pattern permits Uniform, Zipf, Sequential {}

  /** Every page is equally likely, independently of the past. */
  public record Uniform() implements Pattern {}

  /**
   * The item of rank <i>r</i> has probability proportional to 1/r^theta; ranks are scattered over
   * the items of the range by the {@link RankPermutation} of their number and the seed. Items lie
   * in order, so many on each page; an access to one is an access to its page.
   *
   * @param theta skew, greater than 0
   * @param permutationSeed scatters ranks over items
   * @param itemsPerPage how many items share a page, at least 1
   */
  public record Zipf(double theta, long permutationSeed, int itemsPerPage) implements Pattern {
    /** Refuses what is no law. */
    public Zipf {
      if (!(theta > 0) || itemsPerPage < 1) {
        throw new IllegalArgumentException(
            "Zipf law of skew " + theta + " and " + itemsPerPage + " items a page");
      }
    }

    /**
     * Items are pages.
     *
     * @param theta skew, greater than 0
     * @param permutationSeed scatters ranks over pages
     */
    public Zipf(double theta, long permutationSeed) {
      this(theta, permutationSeed, 1);
    }
  }

  /** Pages in order, again from the start after the last. */
  public record Sequential() implements Pattern {}

  /**
   * A part of a mixture.
   *
   * @param firstPage first dense page number of the range
   * @param pages its length
   * @param weight probability that an access falls into this range
   * @param writeFraction probability that it stores
   * @param pattern how the page is drawn
   */
  public record Component(
      long firstPage, long pages, double weight, double writeFraction, Pattern pattern) {}

  /**
   * A phase.
   *
   * @param accesses how many accesses it has
   * @param gapNs CPU time before each access
   * @param mixture parts whose weights add up to 1
   */
  public record Phase(long accesses, double gapNs, List<Component> mixture) {
    /** Copies the list. */
    public Phase {
      mixture = List.copyOf(mixture);
    }
  }
}
