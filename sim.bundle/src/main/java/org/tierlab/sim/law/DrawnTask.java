package org.tierlab.sim.law;

/** What is left of a task's accesses, and where they go. */
public final class DrawnTask {
  private final UniformPages pages;
  private final double gapPs;
  private final long accesses;
  private long made;
  private long carriedPs;
  private double eachPs;
  private int met;
  private long metPage;

  /**
   * Makes a task that has not run.
   *
   * @param pages where its accesses go
   * @param accesses how many it makes
   * @param gapNs CPU time before each
   */
  public DrawnTask(UniformPages pages, long accesses, double gapNs) {
    this.pages = pages;
    this.accesses = accesses;
    gapPs = gapNs * 1000;
  }

  /**
   * Where its accesses go.
   *
   * @return pages, shared with other tasks
   */
  public UniformPages pages() {
    return pages;
  }

  /**
   * Accesses that it has not begun.
   *
   * @return a count
   */
  public long left() {
    return accesses - made;
  }

  /**
   * CPU time before an access.
   *
   * @return picoseconds on average
   */
  public double gapPs() {
    return gapPs;
  }

  /**
   * Notes how long accesses took.
   *
   * @param count how many
   * @param ps picoseconds in all
   */
  public void took(long count, long ps) {
    eachPs = count == 0 ? eachPs : (double) ps / count;
  }

  /**
   * How long its accesses will take, at the pace of the last ones.
   *
   * @return picoseconds, 0 if it has made none yet
   */
  public double leftPs() {
    return left() * eachPs;
  }

  /**
   * Notes by how much the accesses of a step took longer than the step.
   *
   * @param ps picoseconds, negative if they took less
   */
  public void carryPs(long ps) {
    carriedPs = ps;
  }

  /**
   * What the last step carried over, once.
   *
   * @return picoseconds
   */
  public long takeCarriedPs() {
    long carried = carriedPs;
    carriedPs = 0;
    return carried;
  }

  /**
   * Begins accesses.
   *
   * @param count how many
   * @return the gaps before them, picoseconds; rounded so that all gaps add up
   */
  public long begin(long count) {
    long before = Math.round(made * gapPs);
    made += count;
    return Math.round(made * gapPs) - before;
  }

  /**
   * Draws the watched folio that its next access meets.
   *
   * @return the head page
   */
  public long meet() {
    met = pages.meet();
    metPage = pages.watchedPage(met);
    return metPage;
  }

  /** The access to the folio that it met is over. */
  public void met() {
    pages.met(met, metPage);
  }
}
