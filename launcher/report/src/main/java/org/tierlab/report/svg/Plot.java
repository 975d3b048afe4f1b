package org.tierlab.report.svg;

import java.util.ArrayList;
import java.util.List;

/**
 * A rectangle with scales from zero.
 *
 * @param left of the rectangle, pixels
 * @param top of the rectangle
 * @param width of the rectangle
 * @param height of the rectangle
 * @param xMax value at its right
 * @param yMax value at its top
 */
record Plot(double left, double top, double width, double height, double xMax, double yMax) {
  private static final int TICKS = 6;

  double right() {
    return left + width;
  }

  double bottom() {
    return top + height;
  }

  double x(double value) {
    return left + (xMax == 0 ? 0 : width * value / xMax);
  }

  double y(double value) {
    return top + height - height * value / yMax;
  }

  /** Round numbers from zero up to a maximum. */
  static List<Double> ticks(double max) {
    double rough = max / TICKS;
    double power = Math.pow(10, Math.floor(Math.log10(rough)));
    double step = power;
    for (double factor : new double[] {1, 2, 5, 10}) {
      step = factor * power;
      if (step >= rough) {
        break;
      }
    }
    List<Double> ticks = new ArrayList<>();
    for (int i = 0; i * step <= max * (1 + 1e-9); i++) {
      ticks.add(i * step);
    }
    return ticks;
  }
}
