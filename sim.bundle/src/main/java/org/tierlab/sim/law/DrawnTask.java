package org.tierlab.sim.law;

import java.util.List;
import org.tierlab.api.workload.AccessLaw.Phase;
import org.tierlab.sim.machine.Picoseconds;

/** What is left of a task's accesses, and where they go. */
public final class DrawnTask {
  private final DrawnTable table;
  private final List<Phase> phases;
  private int phase;
  private DrawnLaw law;
  private double gapPs;
  private long accesses;
  private long made;
  private long gapsPs;
  private long carriedPs;
  private double eachPs;

  /**
   * Makes a task that has not run.
   *
   * @param table its page table
   * @param phases what it does, one at least
   */
  public DrawnTask(DrawnTable table, List<Phase> phases) {
    this.table = table;
    this.phases = phases;
    law = begin(phases.get(0));
  }

  private DrawnLaw begin(Phase next) {
    accesses = next.accesses();
    gapPs = next.gapNs() * 1000;
    made = 0;
    gapsPs = 0;
    return table.begin(next.mixture());
  }

  /**
   * Goes on to the next phase that has accesses.
   *
   * @return false if there is none: the task is over
   */
  public boolean goOn() {
    while (left() == 0) {
      table.end(law);
      if (++phase >= phases.size()) {
        return false;
      }
      law = begin(phases.get(phase));
    }
    return true;
  }

  /**
   * Where its accesses go at present.
   *
   * @return the law of the phase
   */
  public DrawnLaw law() {
    return law;
  }

  /** The access to the watched folio that its law has begun is over. */
  public void met() {
    law.met();
    table.metOne();
  }

  /**
   * Accesses of the phase that it has not begun.
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
   * Notes how long an access takes at present.
   *
   * @param ps picoseconds on average
   */
  public void pace(double ps) {
    eachPs = ps;
  }

  /**
   * How long the accesses of its phase will take, at the pace of the last ones.
   *
   * @return picoseconds, 0 if it has made none yet
   */
  public double leftPs() {
    return left() * eachPs;
  }

  /**
   * Notes by how much accesses took longer than the step in which they were made.
   *
   * @param ps picoseconds, negative if they took less; adds up
   */
  public void carryPs(long ps) {
    carriedPs += ps;
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
    long before = gapsPs;
    made += count;
    gapsPs = Picoseconds.round(made * gapPs);
    return gapsPs - before;
  }
}
