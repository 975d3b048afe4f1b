package org.tierlab.command.run;

import java.util.List;
import org.tierlab.sim.Simulation;

/** Told from time to time how far runs are. */
@FunctionalInterface
public interface Progress {
  /** Says nothing. */
  Progress NONE = (finished, total, running) -> {};

  /**
   * Some time has passed.
   *
   * @param finished how many runs are done
   * @param total how many there are
   * @param running those under way
   */
  void at(int finished, int total, List<Simulation> running);
}
