package org.tierlab.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.tierlab.command.kit.ProjectNames;
import org.tierlab.command.kit.ProjectTemplates;
import org.tierlab.sim.plugin.PluginKind;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Writes a project for a plug-in, which builds, passes its tests and can be installed. */
@Command(
    name = "new",
    description = "Write a project for a plug-in of your own.",
    mixinStandardHelpOptions = true)
final class NewCommand implements Callable<Integer> {

  private final CommandEnvironment environment;

  @Spec private CommandSpec spec;

  @Parameters(index = "0", paramLabel = "KIND", description = "source, policy, engine or workload.")
  private String kind;

  @Parameters(
      index = "1",
      paramLabel = "NAME",
      description = "What experiments will call it: lower-case words joined by hyphens.")
  private String name;

  @Option(
      names = "--package",
      paramLabel = "P",
      description = "The Java package; org.example.KIND.NAME if not given.")
  private @Nullable String javaPackage;

  @Option(
      names = "--dir",
      paramLabel = "D",
      description = "The folder to write, which must not exist; NAME if not given.")
  private @Nullable Path folder;

  NewCommand(CommandEnvironment environment) {
    this.environment = environment;
  }

  @Override
  public Integer call() {
    PluginKind pluginKind = kind(kind);
    ProjectNames names =
        new ProjectNames(
            pluginKind,
            name,
            javaPackage == null ? ProjectNames.usualPackage(pluginKind, name) : javaPackage);
    Path target = folder == null ? Path.of(name) : folder;
    List<Path> written;
    try {
      written = new ProjectTemplates(environment.installation().home()).write(names, target);
    } catch (IOException e) {
      throw CommandFailure.file(e);
    }
    PrintWriter out = spec.commandLine().getOut();
    out.printf("%s: %s '%s', %d files%n", target, kind, name, written.size());
    out.printf("next: cd %s && ./mvnw verify (README.md tells the rest)%n", target);
    out.flush();
    return 0;
  }

  private static PluginKind kind(String word) {
    return Arrays.stream(PluginKind.values())
        .filter(kind -> kind.word().equals(word))
        .findFirst()
        .orElseThrow(
            () ->
                CommandFailure.input(
                    "'%s' is no kind of plug-in, expected one of %s"
                        .formatted(
                            word,
                            Arrays.stream(PluginKind.values())
                                .map(PluginKind::word)
                                .collect(Collectors.joining(", ")))));
  }
}
