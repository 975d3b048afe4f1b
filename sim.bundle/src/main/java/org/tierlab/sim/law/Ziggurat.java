package org.tierlab.sim.law;

import java.util.function.DoubleUnaryOperator;
import org.tierlab.api.time.RandomStream;

/**
 * Normal and exponential variates by the ziggurat method (G. Marsaglia and W. W. Tsang 2000, in the
 * form of J. A. Doornik 2005): the density is covered by layers of equal area, nearly all draws
 * take one number and one comparison. Tables come from {@link StrictMath}: the same on every JDK.
 */
final class Ziggurat {
  private static final int NORMAL_LAYERS = 128;

  /** Where the tail of the normal density begins, and the area of a layer (published). */
  private static final double NORMAL_TAIL = 3.442619855899;

  private static final double NORMAL_AREA = 9.91256303526217e-3;
  private static final int EXPONENTIAL_LAYERS = 256;

  /** Where the tail of the exponential density begins, and the area of a layer (published). */
  private static final double EXPONENTIAL_TAIL = 7.69711747013105;

  private static final double EXPONENTIAL_AREA = 3.949659822581572e-3;

  private static final double[] NORMAL =
      edges(
          NORMAL_LAYERS,
          NORMAL_TAIL,
          NORMAL_AREA,
          Ziggurat::normalDensity,
          y -> StrictMath.sqrt(-2 * StrictMath.log(y)));

  private static final double[] EXPONENTIAL =
      edges(
          EXPONENTIAL_LAYERS,
          EXPONENTIAL_TAIL,
          EXPONENTIAL_AREA,
          x -> StrictMath.exp(-x),
          y -> -StrictMath.log(y));

  private static final double[] NORMAL_DENSITY = densities(NORMAL, Ziggurat::normalDensity);
  private static final double[] EXPONENTIAL_DENSITY =
      densities(EXPONENTIAL, x -> StrictMath.exp(-x));

  private Ziggurat() {}

  private static double[] densities(double[] edges, DoubleUnaryOperator density) {
    double[] densities = new double[edges.length];
    for (int i = 0; i < edges.length; i++) {
      densities[i] = density.applyAsDouble(edges[i]);
    }
    return densities;
  }

  private static double normalDensity(double x) {
    return StrictMath.exp(-x * x / 2);
  }

  /** Right ends of the layers; the lowest is as wide as a box of its area would be. */
  private static double[] edges(
      int layers,
      double tail,
      double area,
      DoubleUnaryOperator density,
      DoubleUnaryOperator inverse) {
    double[] edges = new double[layers + 1];
    edges[0] = area / density.applyAsDouble(tail);
    edges[1] = tail;
    for (int i = 2; i < layers; i++) {
      edges[i] = inverse.applyAsDouble(area / edges[i - 1] + density.applyAsDouble(edges[i - 1]));
    }
    return edges;
  }

  /** A standard normal variate. */
  static double normal(RandomStream random) {
    while (true) {
      long bits = random.nextLong();
      int layer = (int) bits & (NORMAL_LAYERS - 1);
      double x = ((bits >> 11) * 0x1.0p-52) * NORMAL[layer];
      double size = StrictMath.abs(x);
      if (size < NORMAL[layer + 1]) {
        return x;
      }
      if (layer == 0) {
        return StrictMath.copySign(normalTail(random), x);
      }
      double low = NORMAL_DENSITY[layer];
      double high = NORMAL_DENSITY[layer + 1];
      if (low + random.nextDouble() * (high - low) < normalDensity(size)) {
        return x;
      }
    }
  }

  private static double normalTail(RandomStream random) {
    while (true) {
      double x = exponential(random) / NORMAL_TAIL;
      if (2 * exponential(random) > x * x) {
        return NORMAL_TAIL + x;
      }
    }
  }

  /** An exponential variate of mean 1. */
  static double exponential(RandomStream random) {
    double passed = 0;
    while (true) {
      long bits = random.nextLong();
      int layer = (int) bits & (EXPONENTIAL_LAYERS - 1);
      double x = ((bits >>> 11) * 0x1.0p-53) * EXPONENTIAL[layer];
      if (x < EXPONENTIAL[layer + 1]) {
        return passed + x;
      }
      if (layer == 0) {
        // The tail is the whole density again.
        passed += EXPONENTIAL_TAIL;
        continue;
      }
      double low = EXPONENTIAL_DENSITY[layer];
      double high = EXPONENTIAL_DENSITY[layer + 1];
      if (low + random.nextDouble() * (high - low) < StrictMath.exp(-x)) {
        return passed + x;
      }
    }
  }
}
