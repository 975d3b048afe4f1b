package org.tierlab.command;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.tierlab.command.bench.Bench;
import org.tierlab.command.bench.BenchReport;
import org.tierlab.command.report.Json;
import org.tierlab.command.run.RunFailure;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Measures what the simulator costs on the user's own machine. */
@Command(
    name = "bench",
    description = {
      "Measure the simulator on this machine beside bare loops that do the least possible.",
      "With its defaults it takes less than two minutes."
    },
    mixinStandardHelpOptions = true)
final class BenchCommand implements Callable<Integer> {
  private final CommandEnvironment environment;

  @Spec private CommandSpec spec;

  @Option(names = "--json", description = "Print one JSON document in place of a table.")
  private boolean json;

  @Option(
      names = "--mib",
      split = ",",
      paramLabel = "N",
      defaultValue = "1024,8192,65536",
      description = "Footprints in MiB, 1 to 1048576 (default: ${DEFAULT-VALUE}).")
  private List<Integer> footprints = List.of();

  @Option(
      names = "--log2-accesses",
      paramLabel = "N",
      defaultValue = "26",
      description = "Accesses of a run, as a power of two, 10 to 40 (default: ${DEFAULT-VALUE}).")
  private int logAccesses;

  @Option(
      names = "--seconds",
      paramLabel = "N",
      defaultValue = "60",
      description =
          "No round begins after this time; one is always made (default: ${DEFAULT-VALUE}).")
  private int seconds;

  BenchCommand(CommandEnvironment environment) {
    this.environment = environment;
  }

  @Override
  public Integer call() throws RunFailure {
    if (footprints.stream().anyMatch(mib -> mib < 1 || mib > 1 << 20)) {
      throw CommandFailure.input("--mib is %s, expected 1 to 1048576 each".formatted(footprints));
    }
    if (logAccesses < 10 || logAccesses > 40) {
      throw CommandFailure.input("--log2-accesses is %d, expected 10 to 40".formatted(logAccesses));
    }
    int logLength = Math.min(20, logAccesses);
    Bench.Size size =
        new Bench.Size(
            footprints,
            1 << logLength,
            1 << (logAccesses - logLength),
            TimeUnit.SECONDS.toNanos(seconds));
    BenchReport report =
        new Bench(environment.plugins()::open, environment.simulations(), size).run();
    spec.commandLine().getOut().print(json ? Json.pretty(report.document()) + "\n" : report.text());
    spec.commandLine().getOut().flush();
    return 0;
  }
}
