package org.tierlab.command.kit;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.tierlab.command.CommandFailure;

/**
 * Finds the jar that a command line means: a file, a project whose {@code target} holds one, or
 * Maven coordinates, which are looked up in the local repository and then in the one that is given.
 */
public final class JarArgument {

  private static final Pattern COORDINATES = Pattern.compile("([\\w.-]+):([\\w.-]+):([\\w.-]+)");
  private static final Pattern NO_PLUGIN = Pattern.compile(".*-(sources|javadoc|tests)\\.jar");

  private final Path localRepository;
  private final @Nullable URI repository;

  /**
   * Knows where coordinates are looked up.
   *
   * @param localRepository Maven's local repository
   * @param repository a repository to fetch from what is not there, null for none
   */
  public JarArgument(Path localRepository, @Nullable URI repository) {
    this.localRepository = localRepository;
    this.repository = repository;
  }

  /**
   * Finds a jar.
   *
   * @param argument a file, a folder or {@code groupId:artifactId:version}
   * @return the file
   * @throws IOException if it cannot be fetched or a folder cannot be read
   */
  public Path find(String argument) throws IOException {
    Path path = Path.of(argument);
    if (Files.isRegularFile(path)) {
      return path;
    }
    if (Files.isDirectory(path)) {
      return ofProject(path);
    }
    Matcher matcher = COORDINATES.matcher(argument);
    if (matcher.matches()) {
      return ofCoordinates(matcher.group(1), matcher.group(2), matcher.group(3));
    }
    throw CommandFailure.input(
        argument
            + ": there is no such file, expected a jar, a folder or groupId:artifactId:version");
  }

  private static Path ofProject(Path folder) throws IOException {
    Path target = folder.resolve("target");
    Path where = Files.isDirectory(target) ? target : folder;
    try (Stream<Path> files = Files.list(where)) {
      List<Path> jars =
          files
              .filter(file -> file.toString().endsWith(".jar"))
              .filter(file -> !NO_PLUGIN.matcher(file.toString()).matches())
              .sorted()
              .toList();
      if (jars.size() != 1) {
        throw CommandFailure.input(
            jars.isEmpty()
                ? where + " holds no jar; build the project first"
                : where + " holds " + jars.size() + " jars; name one of them");
      }
      return jars.get(0);
    }
  }

  private Path ofCoordinates(String group, String artifact, String version) throws IOException {
    String path =
        "%s/%s/%s/%s-%s.jar"
            .formatted(group.replace('.', '/'), artifact, version, artifact, version);
    Path local = localRepository.resolve(path);
    if (Files.isRegularFile(local)) {
      return local;
    }
    if (repository == null) {
      throw CommandFailure.input(
          "%s:%s:%s is not in %s; --repository URL says where to fetch it from"
              .formatted(group, artifact, version, localRepository));
    }
    String base = repository.toString();
    Path folder = Files.createTempDirectory("tierlab-");
    folder.toFile().deleteOnExit();
    Path fetched = folder.resolve(artifact + "-" + version + ".jar");
    fetched.toFile().deleteOnExit();
    URI source = URI.create(base.endsWith("/") ? base + path : base + "/" + path);
    try (InputStream in = source.toURL().openStream()) {
      Files.copy(in, fetched, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new IOException("cannot fetch " + source + ": " + e.getMessage(), e);
    }
    return fetched;
  }
}
