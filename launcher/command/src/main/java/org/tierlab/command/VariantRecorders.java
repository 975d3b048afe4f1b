package org.tierlab.command;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tierlab.command.experiment.ExperimentPlan;
import org.tierlab.command.log.AtomicFile;
import org.tierlab.command.out.RunFolder;
import org.tierlab.command.out.RunRecorder;
import org.tierlab.command.plugins.PluginHost;
import org.tierlab.command.report.Json;
import org.tierlab.command.report.ResultDocument;
import org.tierlab.report.page.HtmlReport;
import org.tierlab.sim.Simulation;
import org.tierlab.sim.result.RunResult;

/** Records the first run of every variant of a comparison, if that is asked for. */
final class VariantRecorders {
  private final RecordingOptions options;
  private final Map<String, ExperimentPlan> plans;
  private final Map<Integer, RunRecorder> recorders = new LinkedHashMap<>();

  VariantRecorders(RecordingOptions options, Map<String, ExperimentPlan> plans) {
    this.options = options;
    this.plans = plans;
    List<RunRecorder> fresh = options.recorders(plans.size(), null);
    int first = 0;
    int variant = 0;
    for (ExperimentPlan plan : plans.values()) {
      recorders.put(first, fresh.get(variant++));
      first += plan.runs();
    }
  }

  void prepare(int number, Simulation simulation) {
    RunRecorder recorder = recorders.get(number);
    if (recorder != null) {
      simulation.record(recorder.recorder());
    }
  }

  /**
   * Writes the comparison, a folder for each variant whose first run is finished, and one report of
   * these.
   */
  void write(List<RunResult> results, Map<String, Object> document, PluginHost plugins)
      throws IOException {
    Path out = options.out();
    if (out == null) {
      return;
    }
    AtomicFile.write(out.resolve("comparison.json"), Json.pretty(document) + "\n");
    List<HtmlReport.Part> parts = new ArrayList<>();
    List<Map.Entry<String, ExperimentPlan>> variants = List.copyOf(plans.entrySet());
    int variant = 0;
    for (Map.Entry<Integer, RunRecorder> entry : recorders.entrySet()) {
      String name = variants.get(variant).getKey();
      ExperimentPlan plan = variants.get(variant++).getValue().withRuns(1);
      RunResult result = entry.getKey() < results.size() ? results.get(entry.getKey()) : null;
      if (result == null || !result.complete()) {
        continue;
      }
      RunFolder.Run run = RunFolder.Run.of(result, entry.getValue());
      new RunFolder(out.resolve(variant + "-" + folderName(name)), options.drawsSvg())
          .write(plan, List.of(run), ResultDocument.of(plan, List.of(result)), plugins);
      parts.add(RunFolder.part(name, plan, run));
    }
    String title = variants.get(0).getValue().experiment().name();
    AtomicFile.write(out.resolve("report.html"), HtmlReport.of(title, parts));
  }

  private static String folderName(String variant) {
    return variant.replaceAll("[^A-Za-z0-9._-]+", "-");
  }
}
