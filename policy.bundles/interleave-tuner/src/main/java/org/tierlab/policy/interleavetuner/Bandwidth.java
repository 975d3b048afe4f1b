package org.tierlab.policy.interleavetuner;

/**
 * What a node's memory does and could do.
 *
 * @param usedGBps bandwidth in use, averaged over the last interval
 * @param peakGBps peak bandwidth
 * @param hasRoom whether the node has free memory above its high watermark
 */
record Bandwidth(double usedGBps, double peakGBps, boolean hasRoom) {
  /** Use as a share of the peak. */
  double share() {
    return usedGBps / peakGBps;
  }

  /** Use as a share of the peak if so much came on top. */
  double shareWith(double moreGBps) {
    return (usedGBps + moreGBps) / peakGBps;
  }
}
