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
   * @param run what it found, and what was recorded of it
   * @param plugins where its plug-ins came from
   * @throws IOException if one cannot be written
   */
  public void write(ExperimentPlan plan, RunFolder.Run run, PluginHost plugins) throws IOException {
    RunResult result = run.result();
    if (log != null) {
      ChangeLog.of(plan.experiment(), result).write(log, plugins);
    }
    if (out != null) {
      new RunFolder(out)
          .write(plan, List.of(run), ResultDocument.of(plan, List.of(result)), plugins);
    }
  }
}
