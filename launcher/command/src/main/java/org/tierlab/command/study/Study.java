package org.tierlab.command.study;

import java.util.List;
import org.tierlab.command.run.RunFailure;

/** Published measurements, and how a simulation makes them. */
public interface Study {
  /**
   * What the command line calls it.
   *
   * @return also the name of its rows, {@code studies/NAME.csv}
   */
  String name();

  /**
   * What was measured, by whom.
   *
   * @return a sentence
   */
  String about();

  /**
   * What rows must have.
   *
   * @return names of columns
   */
  List<String> columns();

  /**
   * Runs the cells of some rows.
   *
   * @param rows of the study's own table, or a user's
   * @param lab makes runs
   * @return cell by cell
   * @throws RunFailure if a run failed
   */
  StudyResult run(StudyTable rows, StudyLab lab) throws RunFailure;
}
