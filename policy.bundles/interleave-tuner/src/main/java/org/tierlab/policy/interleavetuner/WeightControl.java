package org.tierlab.policy.interleavetuner;

import java.util.List;

/**
 * Decides how a scheme's weights change, one part at a time.
 *
 * <p>Pages live at home, on the first destination, as long as its bandwidth suffices. When home is
 * used up to the high mark it gives a part away, to the node that would then be used least, if that
 * is less than what home suffers now: what saturates is spread in the ratio of the bandwidths, 72
 * to 26 GB/s by 3:1. A part comes back, from the node that is used most, when home can carry it
 * below the low mark; between the marks nothing changes. A part is the traffic of all destinations
 * divided by the number of parts, which holds if hotness does not depend on the address.
 *
 * <p>Since the parts' number is constant, a change moves one part of the pages only. Stateless.
 */
final class WeightControl {
  private WeightControl() {}

  /**
   * The next weights.
   *
   * @param now the present ones, which add up to the number of parts
   * @param nodes what the destinations' nodes do, in their order
   * @param high use of home from which on it gives away, a share of its peak
   * @param low use of home up to which it takes back
   * @return the present ones if nothing should change
   */
  static Weights next(Weights now, List<Bandwidth> nodes, double high, double low) {
    if (now.size() < 2) {
      return now;
    }
    double part = nodes.stream().mapToDouble(Bandwidth::usedGBps).sum() / now.sum();
    Bandwidth home = nodes.get(0);
    if (home.share() >= high && now.weight(0) > 0) {
      int to = leastUsed(nodes, part);
      boolean helps = to > 0 && nodes.get(to).shareWith(part) < home.share();
      return helps ? now.move(0, to) : now;
    }
    int from = mostUsed(now, nodes);
    boolean fits = from > 0 && home.shareWith(part) <= low && home.hasRoom();
    return fits ? now.move(from, 0) : now;
  }

  private static int leastUsed(List<Bandwidth> nodes, double part) {
    int best = 0;
    for (int i = 1; i < nodes.size(); i++) {
      boolean better = best == 0 || nodes.get(i).shareWith(part) < nodes.get(best).shareWith(part);
      if (nodes.get(i).hasRoom() && better) {
        best = i;
      }
    }
    return best;
  }

  private static int mostUsed(Weights now, List<Bandwidth> nodes) {
    int best = 0;
    for (int i = 1; i < nodes.size(); i++) {
      boolean better = best == 0 || nodes.get(i).share() > nodes.get(best).share();
      if (now.weight(i) > 0 && better) {
        best = i;
      }
    }
    return best;
  }
}
