package org.tierlab.command;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.tierlab.command.kit.JarArgument;
import org.tierlab.command.kit.JarCheck;
import org.tierlab.command.kit.PluginJar;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Which jar commands are about, and what it is checked against. */
final class JarOptions {

  @Parameters(
      index = "0",
      paramLabel = "JAR|DIR|GROUP:ARTIFACT:VERSION",
      description = "A jar, a project that was built, or Maven coordinates.")
  private String argument;

  @Option(
      names = "--repository",
      paramLabel = "URL",
      description = "Where to fetch coordinates that the local Maven repository does not hold.")
  private @Nullable URI repository;

  @Option(
      names = "--local-repository",
      paramLabel = "DIR",
      description = "Maven's local repository; ~/.m2/repository if not given.")
  private @Nullable Path localRepository;

  /** Finds and reads the jar. */
  PluginJar read() {
    Path local =
        localRepository == null
            ? Path.of(System.getProperty("user.home"), ".m2", "repository")
            : localRepository;
    Path file;
    try {
      file = new JarArgument(local, repository).find(argument);
    } catch (IOException e) {
      throw CommandFailure.file(e);
    }
    try {
      return PluginJar.read(file);
    } catch (IOException e) {
      throw CommandFailure.input(file + " is no jar that can be used: " + e.getMessage());
    }
  }

  /** What jars are checked against. */
  JarCheck check(CommandEnvironment environment) {
    return new JarCheck(
        environment.plugins().packages(), environment.plugins(), Runtime.version().feature());
  }
}
