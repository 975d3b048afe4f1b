package org.tierlab.command;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tierlab.command.experiment.Dimension;
import org.tierlab.command.out.RunRecorder;
import org.tierlab.sim.recording.RecordingSetting;
import org.tierlab.sim.recording.Timeline;
import picocli.CommandLine.Option;

/** The options that say what runs leave behind. */
final class RecordingOptions {

  private static final BigDecimal LONGEST = BigDecimal.valueOf(3_600_000_000_000L);

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description =
          "Write results, time series, heat map, change logs and a report (report.html) to this"
              + " folder.")
  private @Nullable Path out;

  @Option(
      names = "--interval",
      paramLabel = "TIME",
      description =
          "Simulated time between two samples of the time series, such as '10 ms'; if not given,"
              + " it grows with the run's length.")
  private @Nullable String interval;

  @Option(
      names = "--svg",
      description = "Write every figure as an SVG file, too, to the folder's folder 'figures'.")
  private boolean svg;

  boolean drawsSvg() {
    return svg;
  }

  @Nullable Path out() {
    if (out == null && (interval != null || svg)) {
      throw CommandFailure.input("--interval and --svg are of use with --out only");
    }
    return out == null ? null : OutputPlace.folder("--out", out);
  }

  /** Recorders for runs; they record nothing without a folder. */
  List<RunRecorder> recorders(int runs, @Nullable Timeline trace) {
    RecordingSetting setting = out() == null ? null : setting();
    List<RunRecorder> recorders = new ArrayList<>();
    for (int i = 0; i < runs; i++) {
      recorders.add(new RunRecorder(setting, trace));
    }
    return recorders;
  }

  private RecordingSetting setting() {
    return interval == null
        ? RecordingSetting.automatic()
        : RecordingSetting.every(nanoseconds(interval));
  }

  private static long nanoseconds(String text) {
    return Dimension.TIME
        .parse(text)
        .filter(ns -> ns.signum() > 0 && ns.compareTo(LONGEST) <= 0)
        .map(ns -> Math.max(1, ns.longValue()))
        .orElseThrow(
            () ->
                CommandFailure.input(
                    "--interval is '" + text + "', expected a time with its unit, such as 10 ms"));
  }
}
