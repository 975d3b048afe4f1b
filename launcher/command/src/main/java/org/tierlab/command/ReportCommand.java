package org.tierlab.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.tierlab.command.log.AtomicFile;
import org.tierlab.command.out.RecordedRun;
import org.tierlab.report.page.HtmlReport;
import org.tierlab.report.svg.SvgFigures;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Puts runs that were recorded side by side. */
@Command(
    name = "report",
    description = "Put recorded runs side by side in one page, or draw their figures as SVG.",
    mixinStandardHelpOptions = true)
final class ReportCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Parameters(
      arity = "1..*",
      paramLabel = "DIR",
      description = "Folders that --out of run or compare has written.")
  private List<Path> folders = new ArrayList<>();

  @Option(
      names = "--page",
      paramLabel = "FILE",
      description = "Where the page goes; report.html in the present folder if not given.")
  private Path page = Path.of("report.html");

  @Option(
      names = "--svg",
      paramLabel = "DIR",
      description = "Write every figure as an SVG file to this folder in place of the page.")
  private @Nullable Path svg;

  @Override
  public Integer call() {
    try {
      List<RecordedRun> runs = RecordedRun.read(folders);
      if (svg != null) {
        draw(runs, svg);
      } else {
        List<HtmlReport.Part> parts = runs.stream().map(RecordedRun::part).toList();
        AtomicFile.write(page, HtmlReport.of(runs.get(0).figures().name(), parts));
        say("wrote " + page);
      }
      return CommandLine.ExitCode.OK;
    } catch (IOException e) {
      throw CommandFailure.file(e);
    }
  }

  private void draw(List<RecordedRun> runs, Path into) throws IOException {
    Files.createDirectories(into);
    int count = 0;
    for (int i = 0; i < runs.size(); i++) {
      String prefix = runs.size() == 1 ? "" : (i + 1) + "-";
      for (Map.Entry<String, String> figure : SvgFigures.of(runs.get(i).figures()).entrySet()) {
        AtomicFile.write(into.resolve(prefix + figure.getKey() + ".svg"), figure.getValue());
        count++;
      }
    }
    say("wrote " + count + " figures to " + into);
  }

  private void say(String line) {
    spec.commandLine().getErr().println("tierlab: " + line);
    spec.commandLine().getErr().flush();
  }
}
