package org.tierlab.command.out;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tierlab.report.figure.Figure;
import org.tierlab.report.timeline.MigrationLatencies;
import org.tierlab.report.timeline.Timelines;
import org.tierlab.sim.recording.Recorder;
import org.tierlab.sim.recording.Recording;
import org.tierlab.sim.recording.RecordingSetting;
import org.tierlab.sim.recording.Timeline;

/** Records all of a run that its folder or its page shows. */
public final class RunRecorder {
  private final MigrationLatencies latencies = new MigrationLatencies();
  private final Recorder recorder;

  /**
   * Makes a recorder for one run.
   *
   * @param setting how much it holds, null for no samples
   * @param trace is told what takes time beside, null for nobody
   */
  public RunRecorder(@Nullable RecordingSetting setting, @Nullable Timeline trace) {
    List<Timeline> told = new ArrayList<>();
    if (setting != null) {
      told.add(latencies);
    }
    if (trace != null) {
      told.add(trace);
    }
    recorder =
        new Recorder(
            setting,
            told.isEmpty() ? Timeline.NONE : told.size() == 1 ? told.get(0) : new Timelines(told));
  }

  /** To be handed to the run. */
  public Recorder recorder() {
    return recorder;
  }

  /** What has been recorded so far. */
  public Recording recording() {
    return recorder.recording();
  }

  /** Figures that samples do not tell. */
  public List<Figure> figures() {
    return latencies.figures();
  }
}
