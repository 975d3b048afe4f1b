package org.tierlab.command.bench;

import java.io.IOException;
import java.util.List;
import org.tierlab.command.run.RunFailure;

/** Measurements that are made once a round, in turns with what they are compared with. */
interface Round {
  /**
   * Measures everything once.
   *
   * @throws IOException if a temporary file cannot be used
   * @throws RunFailure if a run fails
   */
  void measure() throws IOException, RunFailure;

  /** What has been measured, in the order to be shown. */
  List<Ratio> ratios();
}
