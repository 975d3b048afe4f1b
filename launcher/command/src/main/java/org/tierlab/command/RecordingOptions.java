package org.tierlab.command;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tierlab.command.experiment.Dimension;
import org.tierlab.sim.recording.Recorder;
import org.tierlab.sim.recording.RecordingSetting;
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

  @Nullable Path out() {
    if (out == null && interval != null) {
      throw CommandFailure.input("--interval is of use with --out only");
    }
    return out;
  }

  /** Recorders for runs; they record nothing without a folder. */
  List<Recorder> recorders(int runs) {
    RecordingSetting setting = setting();
    List<Recorder> recorders = new ArrayList<>();
    for (int i = 0; i < runs; i++) {
      recorders.add(out() == null ? Recorder.none() : new Recorder(setting));
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
