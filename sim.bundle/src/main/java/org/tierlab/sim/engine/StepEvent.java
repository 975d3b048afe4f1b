package org.tierlab.sim.engine;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Threshold;

/** A step of a run that took long on the wall, for JDK Flight Recorder. */
@Name("org.tierlab.Step")
@Label("Step")
@Category("Tierlab")
@Description("A step of the engine: simulated time passes, tasks run")
@Threshold("1 ms")
@StackTrace(false)
final class StepEvent extends Event {
  @Label("Simulated time at the end, ns")
  long simulatedNs;

  @Label("Simulated length, ns")
  long lengthNs;

  /** Ends the step: it is recorded if somebody records and it took long. */
  void tell(long fromPs, long toPs) {
    end();
    if (shouldCommit()) {
      simulatedNs = toPs / 1000;
      lengthNs = (toPs - fromPs) / 1000;
      commit();
    }
  }
}
