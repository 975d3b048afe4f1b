package org.tierlab.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.tierlab.command.calibrate.CopyFit;
import org.tierlab.command.calibrate.HostMeasurement;
import org.tierlab.command.experiment.MachineDescription;
import org.tierlab.command.study.StudyTable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Fits a machine description to measurements, or measures the host. */
@Command(
    name = "calibrate",
    description = "Fit copy constants to measured move_pages() throughput and print a machine.",
    mixinStandardHelpOptions = true)
final class CalibrateCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(
      arity = "0..1",
      paramLabel = "FILE.csv",
      description = "Measurements in the form of studies/folio-copy.csv.")
  private @Nullable Path file;

  @Option(
      names = "--base",
      paramLabel = "MACHINE",
      description = "The description that gives all other constants; generic-cxl if not given.")
  private String base = "generic-cxl";

  @Option(names = "--host", description = "Measure what can be measured of this host instead.")
  private boolean host;

  @Option(
      names = "--most",
      paramLabel = "MIB",
      description = "The largest footprint of --host, 64 MiB if not given.")
  private int mostMib = 64;

  CalibrateCommand() {}

  @Override
  public Integer call() {
    if (host == (file != null)) {
      throw CommandFailure.input("tierlab calibrate: expected a file of measurements, or --host");
    }
    if (mostMib < 1 || mostMib > 512) {
      throw CommandFailure.input("--most is " + mostMib + ", expected 1 to 512 MiB");
    }
    print(file == null ? measured() : fit(file));
    return CommandLine.ExitCode.OK;
  }

  private String measured() {
    try {
      return new HostMeasurement().report(mostMib);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw CommandFailure.interrupted("nothing is measured");
    }
  }

  private String fit(Path rows) {
    MachineDescription.read(base, Path.of(""));
    try {
      List<String> columns = List.of("folio", "host", "folios", "vanilla_gbps");
      return CopyFit.of(StudyTable.read(Files.readString(rows), rows.toString(), columns))
          .yaml(base, String.valueOf(rows.getFileName()));
    } catch (IOException e) {
      throw CommandFailure.file(e);
    }
  }

  private void print(String text) {
    spec.commandLine().getOut().print(text);
    spec.commandLine().getOut().flush();
  }
}
