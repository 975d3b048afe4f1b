package org.tierlab.sim.engine;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/** A stage of a run, for JDK Flight Recorder. */
@Name("org.tierlab.Stage")
@Label("Stage of a run")
@Category("Tierlab")
@Description("Building the workload, simulating, telling the oracle bound, checking invariants")
@StackTrace(false)
final class StageEvent extends Event {
  @Label("Experiment")
  final String experiment;

  @Label("Stage")
  final String stage;

  private StageEvent(String experiment, String stage) {
    this.experiment = experiment;
    this.stage = stage;
  }

  /** Begins a stage; {@code commit} ends it. */
  static StageEvent begin(String experiment, String stage) {
    StageEvent event = new StageEvent(experiment, stage);
    event.begin();
    return event;
  }
}
