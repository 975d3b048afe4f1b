package org.tierlab.shell.run;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tierlab.command.experiment.ExperimentPlan;
import org.tierlab.command.log.ChangeLog;
import org.tierlab.command.out.RunFolder;
import org.tierlab.command.plugins.PluginHost;
import org.tierlab.command.report.ResultDocument;
import org.tierlab.sim.recording.Recording;
import org.tierlab.sim.result.RunResult;

/**
 * What a run leaves behind.
 *
 * @param log where its change log goes, null for nowhere
 * @param out the folder for results, series and report, null for none
 */
public record RunFiles(@Nullable Path log, @Nullable Path out) {
  /**
   * Writes the files, and beside a log the jars that plug-ins were taken from outside the
   * distribution.
   *
   * @param plan what was run
   * @param result what it found
   * @param recording what was recorded of it
   * @param plugins where its plug-ins came from
   * @throws IOException if one cannot be written
   */
  public void write(ExperimentPlan plan, RunResult result, Recording recording, PluginHost plugins)
      throws IOException {
    if (log != null) {
      ChangeLog.of(plan.experiment(), result).write(log, plugins);
    }
    if (out != null) {
      new RunFolder(out)
          .write(
              plan,
              List.of(new RunFolder.Run(result, recording)),
              ResultDocument.of(plan, List.of(result)),
              plugins);
    }
  }
}
