package org.tierlab.report.svg;

import org.tierlab.report.figure.Figure;

/**
 * Where the name of a stacked area has the most room.
 *
 * @param x of its middle, pixels
 * @param y of its middle, pixels
 * @param height of the area over the width of the words, pixels
 */
record BandLabel(double x, double y, double height) {
  private static final int TRIES = 48;

  /**
   * Looks at some places across the plot.
   *
   * @param plot the plot
   * @param figure gives the places
   * @param below lower edge by place
   * @param above upper edge by place
   * @param width of the words, pixels
   */
  static BandLabel of(Plot plot, Figure figure, double[] below, double[] above, double width) {
    BandLabel best = new BandLabel(plot.left(), plot.top(), 0);
    double room = plot.width() - width;
    for (int i = 0; i <= TRIES; i++) {
      double x = plot.left() + width / 2 + room * i / TRIES;
      double ceiling = plot.top();
      double floor = plot.bottom();
      for (double at : new double[] {x - width / 2, x, x + width / 2}) {
        int place = nearest(figure, (at - plot.left()) / plot.width() * plot.xMax());
        ceiling = Math.max(ceiling, plot.y(above[place]));
        floor = Math.min(floor, plot.y(below[place]));
      }
      if (floor - ceiling > best.height) {
        best = new BandLabel(x, (floor + ceiling) / 2, floor - ceiling);
      }
    }
    return best;
  }

  /** The first place at or after a time, else the last. */
  private static int nearest(Figure figure, double time) {
    int low = 0;
    int high = figure.size() - 1;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (figure.place(middle) < time) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }
}
