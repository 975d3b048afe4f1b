package org.tierlab.command;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.tierlab.command.run.SimulationFactory;
import org.tierlab.command.shell.InteractiveShell;

/** A command line with made-up plug-ins and an experiment in a file. */
abstract class CommandLineFixture {

  static final String EXPERIMENT =
      """
      name: demo
      machine:
        name: small
        nodes:
          - {kind: dram, capacity: 8 MiB, latency: 100 ns, bandwidth: 72 GB/s, cpus: 4}
          - {kind: cxl, capacity: 64 MiB, latency: 250 ns, bandwidth: 26 GB/s}
      workload: {name: replay, threads: 2}
      sources: [scan]
      policies: [promote, demote]
      """;

  @TempDir Path folder;
  @Nullable InteractiveShell shell;
  Path file;
  Path home = Path.of("../distribution/src/main");
  SimulationFactory simulations =
      (experiment, plugins) ->
          new FakeSimulation(TestRuns.complete(experiment.seed(), 1_000_000_000));

  TestPlugins plugins = new TestPlugins();

  private StringWriter out = new StringWriter();
  private StringWriter err = new StringWriter();

  @BeforeEach
  void writeExperiment() throws Exception {
    file = Files.writeString(folder.resolve("demo.yaml"), EXPERIMENT);
  }

  int execute(Object... arguments) {
    out = new StringWriter();
    err = new StringWriter();
    String[] args = new String[arguments.length];
    for (int i = 0; i < args.length; i++) {
      args[i] = arguments[i].toString();
    }
    CommandEnvironment environment =
        new CommandEnvironment(
            "1.2.3",
            installation(),
            plugins,
            simulations,
            CommandEnvironment.Stream.PIPE,
            () -> shell,
            () -> null);
    return TierlabCommand.commandLine(environment, new PrintWriter(out), new PrintWriter(err))
        .execute(args);
  }

  Installation installation() {
    return new Installation(home, folder.resolve("user-plugins"));
  }

  String out() {
    return out.toString();
  }

  String err() {
    return err.toString();
  }
}
