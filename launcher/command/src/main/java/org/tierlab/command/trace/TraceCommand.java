package org.tierlab.command.trace;

import java.io.IOException;
import java.nio.file.Path;
import org.tierlab.command.CommandEnvironment;
import org.tierlab.command.CommandFailure;
import org.tierlab.command.report.Figures;
import org.tierlab.command.report.TextTable;
import org.tierlab.command.run.ProgressLine;
import org.tierlab.workload.trace.format.ImportOptions;
import org.tierlab.workload.trace.format.ImportOptions.Compression;
import org.tierlab.workload.trace.format.ImportOptions.Fetches;
import org.tierlab.workload.trace.format.ReadProgress;
import org.tierlab.workload.trace.format.TraceDescription;
import org.tierlab.workload.trace.format.TraceFile;
import org.tierlab.workload.trace.format.TraceFormat;
import org.tierlab.workload.trace.format.TraceHeader;
import org.tierlab.workload.trace.format.TraceImport;
import org.tierlab.workload.trace.format.TraceSummary;
import org.tierlab.workload.trace.format.TraceTask;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Imports traces and shows what is in them. */
@Command(
    name = "trace",
    description = "Import page traces and look into them.",
    mixinStandardHelpOptions = true)
public final class TraceCommand implements Runnable {

  private final CommandEnvironment environment;

  @Spec private CommandSpec spec;

  /**
   * The command and its subcommands.
   *
   * @param environment says whether progress is shown
   */
  public TraceCommand(CommandEnvironment environment) {
    this.environment = environment;
  }

  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }

  private static void print(CommandSpec command, String text) {
    command.commandLine().getOut().print(text);
    command.commandLine().getOut().flush();
  }

  private ProgressLine line() {
    return new ProgressLine(spec.commandLine().getErr());
  }

  private ReadProgress progress(ProgressLine line) {
    if (environment.errors() != CommandEnvironment.Stream.TERMINAL) {
      return ReadProgress.NONE;
    }
    return (read, total) ->
        line.show(
            Figures.format(
                "read %s of %s (%s)",
                Figures.size(read),
                Figures.size(total),
                Figures.share(total == 0 ? 1 : (double) read / total)));
  }

  /** How a trace is read. */
  static final class ReadOptions {
    @Option(
        names = "--format",
        paramLabel = "F",
        converter = FormatConverter.class,
        description =
            "auto (default), native, lackey, pages or oracle-general; gzip and zstd are"
                + " recognised.")
    private TraceFormat format = TraceFormat.AUTO;

    @Option(
        names = "--fetches",
        description = "Count instruction fetches as accesses too (lackey).")
    private boolean includesFetches;

    ImportOptions options() {
      return ImportOptions.defaults()
          .withFormat(format)
          .withFetches(includesFetches ? Fetches.INCLUDED : Fetches.IGNORED);
    }
  }

  @Command(
      name = "import",
      description = "Write a trace in the native format.",
      mixinStandardHelpOptions = true)
  void importTrace(
      @Parameters(paramLabel = "SRC", description = "A trace.") Path source,
      @Parameters(paramLabel = "DST", description = "The native trace.") Path target,
      @Option(names = "--compress", description = "Compress with zstd.") boolean compress,
      @Mixin ReadOptions reading) {
    Compression compression = compress ? Compression.ZSTD : Compression.NONE;
    ImportOptions options = reading.options().withCompression(compression);
    TraceHeader header =
        readWith(progress -> new TraceImport(options, progress).run(source, target));
    print(spec, source + " -> " + target + "\n" + header(header));
  }

  @Command(name = "info", description = "Say what is in a trace.", mixinStandardHelpOptions = true)
  void info(
      @Parameters(paramLabel = "FILE", description = "A trace.") Path file,
      @Mixin ReadOptions reading) {
    TraceSummary summary = readWith(progress -> TraceSummary.of(file, reading.options(), progress));
    String compression = summary.compression().isEmpty() ? "none" : summary.compression();
    print(
        spec,
        Figures.format(
                "%s: format %s, compression %s, %s\n",
                file, summary.format().word(), compression, Figures.size(summary.fileBytes()))
            + header(summary.header()));
  }

  @Command(
      name = "head",
      description = "Print the first accesses: task, page, r or w, time before it.",
      mixinStandardHelpOptions = true)
  void head(
      @Parameters(paramLabel = "FILE", description = "A trace.") Path file,
      @Option(
              names = "-n",
              paramLabel = "N",
              defaultValue = "10",
              description = "How many; 10 if not given.")
          long number,
      @Mixin ReadOptions reading) {
    if (number < 1) {
      throw CommandFailure.input("-n is " + number + ", expected a whole number from 1");
    }
    TextTable table = new TextTable();
    table.row("task", "page", "kind", "gap");
    readWith(
        progress -> {
          try (TraceFile trace = TraceFile.open(file, reading.options(), progress)) {
            TraceDescription description = trace.description();
            long[] left = {number};
            trace.decode(
                (task, page, write, gap) -> {
                  table.row(
                      description.taskName(task),
                      Long.toHexString(page),
                      write ? "w" : "r",
                      Figures.time(gap * description.gapUnitNs()));
                  return --left[0] > 0;
                });
            return description;
          }
        });
    print(spec, table.toString());
  }

  /** Reads a trace, telling how far it is. */
  @FunctionalInterface
  private interface Reading<T> {
    T with(ReadProgress progress) throws IOException;
  }

  private <T> T readWith(Reading<T> reading) {
    try (ProgressLine line = line()) {
      return reading.with(progress(line));
    } catch (IOException e) {
      throw CommandFailure.file(e);
    }
  }

  private static String header(TraceHeader header) {
    TextTable table = new TextTable();
    table.row("  an access is", header.description().unit());
    table.row("  accesses", Figures.count(header.accesses()));
    table.row("  writes", Figures.count(header.writes()));
    table.row("  touched pages", Figures.count(header.touchedPages()));
    table.row("  pages of its VMAs", Figures.count(header.densePages()));
    table.row("  VMAs", Figures.count(header.vmas().size()));
    table.row("  time between accesses", Figures.time(header.gapsNs()));
    for (TraceTask task : header.tasks()) {
      table.row("  accesses of task " + task.name(), Figures.count(task.accesses()));
    }
    return table.toString();
  }
}
