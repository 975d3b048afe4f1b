package org.tierlab.sim.engine;

import org.tierlab.api.knob.KnobException;
import org.tierlab.sim.experiment.AccessMode;

/** What a run's mode and its files rule out. */
final class ModeLimits {
  private final AccessMode mode;
  private final Population population;

  ModeLimits(AccessMode mode, Population population) {
    this.mode = mode;
    this.population = population;
  }

  /** Whether accesses are drawn and not made one by one. */
  boolean statistical() {
    return mode == AccessMode.STATISTICAL;
  }

  /** Refuses a process that starts late where accesses are drawn. */
  void requireExact(String process) {
    if (statistical()) {
      throw new IllegalArgumentException(
          "mode 'statistical' cannot be used: process '"
              + process
              + "' starts in mid-run; use mode 'exact'");
    }
  }

  /** Refuses files in a mode that draws accesses. */
  void requireExactFiles(String file) {
    if (statistical()) {
      throw new IllegalArgumentException(
          "mode 'statistical' cannot be used: file '"
              + file
              + "' is read through its page cache; use mode 'exact'");
    }
  }

  /** Refuses a plug-in that needs accesses one by one where they are drawn. */
  void requireExact(Attachment plugin, String what) {
    if (statistical()) {
      throw new KnobException(
          "mode",
          plugin.kind().word()
              + " '"
              + plugin.name()
              + "' "
              + what
              + ", which mode 'statistical' does not make one by one; use mode 'exact'");
    }
  }

  /** Refuses a bound that reads or sees page numbers of processes alone. */
  void requireNoFiles(Attachment plugin, String what) {
    if (!population.pageCaches().isEmpty()) {
      throw new KnobException(
          "policies",
          plugin.kind().word()
              + " '"
              + plugin.name()
              + "' "
              + what
              + " of mapped memory; it cannot be used with file '"
              + population.pageCaches().get(0).name()
              + "', which is read through its page cache");
    }
  }
}
