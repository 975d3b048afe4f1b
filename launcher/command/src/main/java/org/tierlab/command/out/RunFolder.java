package org.tierlab.command.out;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.tierlab.command.experiment.ExperimentPlan;
import org.tierlab.command.log.AtomicFile;
import org.tierlab.command.log.ChangeLog;
import org.tierlab.command.plugins.PluginHost;
import org.tierlab.command.report.Json;
import org.tierlab.command.report.NumastatTable;
import org.tierlab.command.report.ResultDocument;
import org.tierlab.report.figure.Figure;
import org.tierlab.report.figure.FigureBuilder;
import org.tierlab.report.figure.RunFigures;
import org.tierlab.report.files.CsvTable;
import org.tierlab.report.files.ParquetTable;
import org.tierlab.report.files.RecordingTables;
import org.tierlab.report.files.Table;
import org.tierlab.report.page.FigureJson;
import org.tierlab.report.page.FigureReader;
import org.tierlab.report.page.HtmlReport;
import org.tierlab.report.svg.SvgFigures;
import org.tierlab.sim.recording.Recording;
import org.tierlab.sim.result.RunResult;

/**
 * The folder of an experiment's runs: {@code result.json} and {@code report.html} of all, and of
 * each run {@code events.jsonl}, {@code numastat.txt}, {@code vmstat.txt}, {@code series}, {@code
 * heat} and {@code figures.json}; with several runs their names end in the seed. Every file is
 * there whole or not at all.
 */
public final class RunFolder {
  private final Path folder;
  private final boolean withSvg;

  /**
   * Names a folder.
   *
   * @param folder made if it is missing
   */
  public RunFolder(Path folder) {
    this(folder, false);
  }

  /**
   * Names a folder.
   *
   * @param folder made if it is missing
   * @param withSvg whether figures are drawn as SVG files, too
   */
  public RunFolder(Path folder, boolean withSvg) {
    this.folder = folder;
    this.withSvg = withSvg;
  }

  /** A run, as it is written. */
  public record Run(RunResult result, Recording recording, List<Figure> figures) {
    /**
     * A run and what was recorded of it.
     *
     * @param result what it found
     * @param recorder its recorder
     * @return the run
     */
    public static Run of(RunResult result, RunRecorder recorder) {
      return new Run(result, recorder.recording(), recorder.figures());
    }
  }

  /**
   * Writes the runs of a plan.
   *
   * @param plan what was run
   * @param runs what was found, in order of seed; partial results too
   * @param document the result document
   * @param plugins where the plug-ins came from
   * @throws IOException if a file cannot be written
   */
  public void write(
      ExperimentPlan plan,
      List<Run> runs,
      Map<String, ? extends @Nullable Object> document,
      PluginHost plugins)
      throws IOException {
    AtomicFile.write(folder.resolve("result.json"), Json.pretty(document) + "\n");
    List<HtmlReport.Part> parts = new ArrayList<>();
    for (Run run : runs) {
      String suffix = plan.runs() == 1 ? "" : "-" + run.result().seed();
      parts.add(write(plan, run, suffix, plugins));
    }
    AtomicFile.write(folder.resolve("report.html"), HtmlReport.of(plan.experiment().name(), parts));
  }

  private HtmlReport.Part write(ExperimentPlan plan, Run run, String suffix, PluginHost plugins)
      throws IOException {
    RunResult result = run.result();
    ExperimentPlan single = new ExperimentPlan(plan.experiment().withSeed(result.seed()), 1);
    ChangeLog.of(single.experiment(), result).write(file("events", suffix, ".jsonl"), plugins);
    int nodes = result.nodes().size();
    AtomicFile.write(file("numastat", suffix, ".txt"), NumastatTable.of(result.processes(), nodes));
    AtomicFile.write(file("vmstat", suffix, ".txt"), vmstat(result));
    table("series", suffix, RecordingTables.series(run.recording()));
    table("heat", suffix, RecordingTables.heat(run.recording().heat(), nodes));
    String name = single.experiment().name() + (suffix.isEmpty() ? "" : ", seed " + result.seed());
    HtmlReport.Part part = part(name, single, run);
    AtomicFile.write(file("figures", suffix, ".json"), part.json() + "\n");
    if (withSvg) {
      draw(part, suffix);
    }
    return part;
  }

  /**
   * A run's part of a report.
   *
   * @param name what the run is called beside others
   * @param plan of this run alone
   * @param run the run
   * @return figures and result
   */
  public static HtmlReport.Part part(String name, ExperimentPlan plan, Run run) {
    RunFigures figures =
        FigureBuilder.of(
            name,
            plan.experiment().machine().nodes(),
            run.recording(),
            run.result(),
            run.figures());
    return HtmlReport.Part.of(
        FigureJson.of(figures), Json.line(ResultDocument.of(plan, List.of(run.result()))));
  }

  private void draw(HtmlReport.Part part, String suffix) throws IOException {
    Path figures = folder.resolve("figures" + suffix);
    for (Map.Entry<String, String> figure :
        SvgFigures.of(FigureReader.read(part.json())).entrySet()) {
      AtomicFile.write(figures.resolve(figure.getKey() + ".svg"), figure.getValue());
    }
  }

  private void table(String name, String suffix, Table table) throws IOException {
    AtomicFile.write(file(name, suffix, ".csv"), out -> CsvTable.write(table, out));
    AtomicFile.write(file(name, suffix, ".parquet"), out -> ParquetTable.write(table, out));
  }

  /** As {@code /proc/vmstat} has it. */
  private static String vmstat(RunResult result) {
    StringBuilder text = new StringBuilder();
    result
        .vmstat()
        .forEach((name, value) -> text.append(name).append(' ').append(value).append('\n'));
    return text.toString();
  }

  private Path file(String name, String suffix, String extension) {
    return folder.resolve(name + suffix + extension);
  }
}
