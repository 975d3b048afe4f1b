package org.tierlab.command.calibrate;

import java.util.List;

/** What rows of one kind should measure on a machine, by the constants that they may depend on. */
interface RowModel {
  /**
   * What is measured.
   *
   * @return in the order of the file; not empty
   */
  List<Measurement> rows();

  /**
   * Constants that rows of this kind may depend on.
   *
   * @return those first that are kept free where rows do not tell two of them apart
   */
  List<Constant> constants();

  /**
   * Values of constants from which to begin; each is tried.
   *
   * @return at least one, each in the order of the constants
   */
  List<double[]> starts();

  /**
   * What the rows would measure.
   *
   * @param values of the constants, in their order
   * @return above 0, in the order of the rows
   */
  double[] predict(double[] values);
}
