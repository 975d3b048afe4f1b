package org.tierlab.itest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/**
 * The packed distribution on a user's machine: unpacked somewhere, with an empty home folder. Maven
 * is the one that builds Tierlab, offline, with a local repository of its own before the build's.
 */
final class UserMachine {

  private static final Path ZIP = Path.of(System.getProperty("tierlab.home") + ".zip");
  private static final long PATIENCE_S = 300;

  private final Path tierlab;
  private final Path home;
  private final Path work;
  private Path java = Path.of(System.getProperty("java.home"));

  private UserMachine(Path folder) throws IOException {
    tierlab = folder.resolve("tierlab");
    home = Files.createDirectory(folder.resolve("home"));
    work = Files.createDirectory(folder.resolve("work"));
  }

  static UserMachine unpack(Path folder) throws IOException {
    try (InputStream in = Files.newInputStream(ZIP);
        ZipInputStream zip = new ZipInputStream(in)) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        Path target = folder.resolve(entry.getName()).normalize();
        assertThat(target.startsWith(folder)).isTrue();
        if (entry.isDirectory()) {
          Files.createDirectories(target);
        } else {
          Files.createDirectories(target.getParent());
          Files.copy(zip, target);
        }
      }
    }
    return new UserMachine(folder);
  }

  /** Commands run on another Java from now on. */
  void java(Path home) {
    java = home;
  }

  /** Where the user works. */
  Path work() {
    return work;
  }

  /** Runs a command; it must end well. Returns what it printed. */
  String tierlab(String... arguments) throws Exception {
    return tierlab(work, arguments);
  }

  /** Runs a command in a folder; it must end well. Returns what it printed. */
  String tierlab(Path where, String... arguments) throws Exception {
    return run(where, start(arguments));
  }

  private List<String> start(String... arguments) {
    List<String> command = new ArrayList<>(List.of("sh", tierlab.resolve("tierlab").toString()));
    command.addAll(List.of(arguments));
    return command;
  }

  /** Runs Maven in a project, offline; it must end well. */
  void maven(Path project, String... goals) throws Exception {
    String repository = System.getProperty("tierlab.maven.repository");
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("tierlab.maven.home"), "bin", "mvn").toString(),
                "-o",
                "-q",
                "-B",
                "-Dmaven.repo.local=" + home.resolve("m2"),
                "-Dmaven.repo.local.tail=" + repository + "," + tierlab.resolve("repository")));
    command.addAll(List.of(goals));
    run(project, command);
  }

  /** Starts the shell. */
  UserShell shell(String... arguments) throws IOException {
    return shell(work, arguments);
  }

  /** Starts the shell in a folder. */
  UserShell shell(Path where, String... arguments) throws IOException {
    List<String> command = start("shell");
    command.addAll(List.of(arguments));
    return new UserShell(builder(where, command).redirectErrorStream(true).start());
  }

  private ProcessBuilder builder(Path where, List<String> command) {
    ProcessBuilder builder = new ProcessBuilder(command).directory(where.toFile());
    builder.environment().put("HOME", home.toString());
    builder.environment().put("JAVA_HOME", java.toString());
    builder.environment().remove("TIERLAB_PLUGINS");
    return builder;
  }

  private String run(Path where, List<String> command) throws Exception {
    File output = Files.createTempFile(home, "output", ".txt").toFile();
    Process process =
        builder(where, command).redirectErrorStream(true).redirectOutput(output).start();
    process.getOutputStream().close();
    assertThat(process.waitFor(PATIENCE_S, TimeUnit.SECONDS))
        .describedAs("%s ends", command)
        .isTrue();
    String text = Files.readString(output.toPath(), StandardCharsets.UTF_8);
    assertThat(process.exitValue()).describedAs("%s printed %s", command, text).isZero();
    return text;
  }
}
