package org.tierlab.sim.law;

/** Where a task's accesses go, of one phase: what its law says of them many at a time. */
public interface DrawnLaw {
  /**
   * How many accesses go by before one meets a watched folio.
   *
   * @param most more than so many are not asked for
   * @return 0 or more, up to {@link Long#MAX_VALUE}
   */
  long untilWatched(long most);

  /**
   * How likely an access to an open folio is to be served by each node.
   *
   * @param nodes becomes probabilities
   */
  void shares(double[] nodes);

  /**
   * Whether how many accesses each node serves is random.
   *
   * @return false if it follows from where the task is
   */
  boolean varies();

  /**
   * How many accesses may be made at once of those that would take a time.
   *
   * @param fits accesses that take the time on average
   * @return from 1 to that
   */
  long block(long fits);

  /**
   * Makes accesses to open folios.
   *
   * @param count how many, no more than {@link #untilWatched} said
   * @param tagged whether the last of them is asked for
   * @param expected to each node is added how many it serves on average
   * @return the last of them, packed; 0 if it is not asked for
   */
  long serve(long count, boolean tagged, double[] expected);

  /**
   * Says of accesses made how many each node served.
   *
   * @param count how many accesses
   * @param expected as {@link #serve} said of them
   * @param served becomes counts
   */
  void split(long count, double[] expected, long[] served);

  /**
   * Begins an access to a watched folio.
   *
   * @return the access, packed, with a gap of 0
   */
  long meet();

  /** The access to the watched folio is over. */
  void met();

  /**
   * Watched folios.
   *
   * @return a count
   */
  long watched();

  /**
   * Of how many parts it consists.
   *
   * @return 1 or more
   */
  int parts();

  /**
   * Where the accesses of a part go.
   *
   * @param part its number
   * @return always the same object
   */
  PageShares shares(int part);

  /**
   * How many of the accesses that were served last were of a part.
   *
   * @param part its number
   * @return a count
   */
  long servedOf(int part);
}
