package org.tierlab.sim.memory;

/** Accessed and dirty bits that are drawn when somebody looks at them. */
public interface DrawnEntries {
  /**
   * Somebody looks at entries: draws what has happened to them since the last look.
   *
   * @param firstPage first page of a word of 64
   */
  void look(long firstPage);

  /**
   * Somebody looks at one entry.
   *
   * @param page its page
   */
  void lookAt(long page);

  /**
   * An entry is about to change.
   *
   * @param page its page
   * @param from what it is
   * @param to what it will be
   */
  void changes(long page, int from, int to);

  /**
   * Entries of a word are about to need the slow path: draws what has happened to them until now.
   *
   * @param firstPage first page of the word
   * @param mask which; they are present
   */
  void closes(long firstPage, long mask);
}
