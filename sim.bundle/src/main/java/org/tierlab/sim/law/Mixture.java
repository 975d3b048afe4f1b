package org.tierlab.sim.law;

import java.util.Arrays;
import org.tierlab.api.workload.Access;

/**
 * Accesses that are independent of each other, each to one of several parts with its weight. Parts
 * are shared with other tasks.
 */
final class Mixture implements DrawnLaw {
  private final IndependentPages[] parts;
  private final double[] weights;
  private final double[] openWeights;
  private final long[] served;
  private final Draws draws;
  private int metPart;
  private long metPlace;
  private long metPage;

  Mixture(IndependentPages[] parts, double[] weights) {
    this.parts = parts;
    this.weights = parts.length == 1 ? new double[] {1} : weights;
    openWeights = new double[parts.length];
    served = new long[parts.length];
    draws = parts[0].draws();
  }

  IndependentPages[] pages() {
    return parts;
  }

  /** Who is met is drawn first: its entry comes from memory while the rest is worked out. */
  @Override
  public long untilWatched(long most) {
    double share = 0;
    for (int i = 0; i < parts.length; i++) {
      openWeights[i] = weights[i] * parts[i].watchedShare();
      share += openWeights[i];
    }
    if (share == 0) {
      return Long.MAX_VALUE;
    }
    metPart = pick(openWeights, share);
    parts[metPart].drawWatched();
    return draws.failures(share);
  }

  private double openWeight() {
    double sum = 0;
    for (int i = 0; i < parts.length; i++) {
      openWeights[i] = weights[i] * (1 - parts[i].watchedShare());
      sum += openWeights[i];
    }
    return sum;
  }

  @Override
  public void shares(double[] nodes) {
    Arrays.fill(nodes, 0);
    if (parts.length == 1) {
      parts[0].addShares(1, nodes);
      return;
    }
    double open = openWeight();
    for (int i = 0; i < parts.length; i++) {
      if (openWeights[i] > 0) {
        parts[i].addShares(openWeights[i] / open, nodes);
      }
    }
  }

  @Override
  public boolean varies() {
    return true;
  }

  @Override
  public long block(long fits) {
    return fits;
  }

  @Override
  public long serve(long count, boolean tagged, double[] expected) {
    long many = tagged ? count - 1 : count;
    divide(many);
    for (int i = 0; i < parts.length; i++) {
      if (served[i] > 0) {
        parts[i].serve(served[i], expected);
      }
    }
    return tagged ? last(expected) : 0;
  }

  /**
   * Multinomial numbers, as if shares had been the same all the time: while a task runs they change
   * by the pages that it moves itself.
   */
  @Override
  public void split(long count, double[] expected, long[] nodes) {
    double among = 0;
    int last = 0;
    for (int node = 0; node < expected.length; node++) {
      among += expected[node];
      last = expected[node] > 0 ? node : last;
    }
    Arrays.fill(nodes, 0);
    long left = count;
    for (int node = 0; node < last; node++) {
      nodes[node] = draws.successes(left, expected[node] / among);
      left -= nodes[node];
      among -= expected[node];
    }
    nodes[last] = left;
  }

  /** Parts get multinomial numbers. */
  private void divide(long count) {
    if (parts.length == 1) {
      served[0] = count;
      return;
    }
    long left = count;
    double among = openWeight();
    for (int i = 0; i < parts.length; i++) {
      boolean rest = i == parts.length - 1 || openWeights[i] >= among;
      served[i] = rest ? left : draws.successes(left, openWeights[i] / among);
      left -= served[i];
      among -= openWeights[i];
    }
  }

  private long last(double[] expected) {
    int i = pick(openWeights, parts.length == 1 ? 0 : openWeight());
    boolean store = parts[i].stores();
    long page = parts[i].accessOpen(store);
    expected[parts[i].nodeOf(page)]++;
    served[i]++;
    return Access.of(page, store, 0);
  }

  private int pick(double[] shares, double sum) {
    if (parts.length == 1) {
      return 0;
    }
    double at = draws.unit() * sum;
    int last = 0;
    for (int i = 0; i < parts.length; i++) {
      if (shares[i] > 0) {
        last = i;
        if (at < shares[i]) {
          return i;
        }
        at -= shares[i];
      }
    }
    return last;
  }

  @Override
  public long meet() {
    IndependentPages part = parts[metPart];
    metPage = part.meet();
    metPlace = part.place();
    return Access.of(metPage, part.stores(), 0);
  }

  @Override
  public void met() {
    parts[metPart].met(metPlace, metPage);
  }

  @Override
  public long watched() {
    long sum = 0;
    for (IndependentPages part : parts) {
      sum += part.watched();
    }
    return sum;
  }

  @Override
  public int parts() {
    return parts.length;
  }

  @Override
  public PageShares shares(int part) {
    return parts[part];
  }

  @Override
  public long servedOf(int part) {
    return served[part];
  }
}
