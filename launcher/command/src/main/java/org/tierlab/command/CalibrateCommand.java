package org.tierlab.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.tierlab.command.calibrate.Calibration;
import org.tierlab.command.calibrate.HostMeasurement;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Fits a machine description to measurements, or measures the host. */
@Command(
    name = "calibrate",
    description = "Fit a machine's constants to measurements and print its description.",
    mixinStandardHelpOptions = true)
final class CalibrateCommand implements Callable<Integer> {
  private final CommandEnvironment environment;

  @Spec private CommandSpec spec;

  @Parameters(
      arity = "0..1",
      paramLabel = "FILE.csv",
      description =
          "Measurements: latency by footprint, bandwidth and copies by threads, first touches,"
              + " move_pages() as in studies/folio-copy.csv.")
  private @Nullable Path file;

  @Option(
      names = "--base",
      paramLabel = "MACHINE",
      description = "The description that gives all other constants; generic-cxl if not given.")
  private String base = "generic-cxl";

  @Option(
      names = "--host",
      description = "Measure this host instead, and print rows that a FILE.csv may hold.")
  private boolean host;

  @Option(
      names = "--most",
      paramLabel = "MIB",
      description = "The largest footprint of --host, 256 MiB if not given.")
  private int mostMib = 256;

  CalibrateCommand(CommandEnvironment environment) {
    this.environment = environment;
  }

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
      return new HostMeasurement().rows(mostMib);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw CommandFailure.interrupted("nothing is measured");
    }
  }

  private String fit(Path rows) {
    try {
      return Calibration.of(Files.readString(rows), rows.toString(), base, environment.plugins())
          .yaml();
    } catch (IOException e) {
      throw CommandFailure.file(e);
    }
  }

  private void print(String text) {
    spec.commandLine().getOut().print(text);
    spec.commandLine().getOut().flush();
  }
}
