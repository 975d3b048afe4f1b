package org.tierlab.command.kit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.tierlab.command.CommandFailure;

/**
 * The folder of the plug-ins that a user has installed, a file {@code BUNDLE-VERSION.jar} each.
 * Every command sees what is in it; a shell that runs takes what changes in it within a second.
 */
public final class UserPlugins {

  private final Path folder;

  /**
   * Knows the folder.
   *
   * @param folder which need not exist
   */
  public UserPlugins(Path folder) {
    this.folder = folder;
  }

  /**
   * The folder.
   *
   * @return its path
   */
  public Path folder() {
    return folder;
  }

  /**
   * Puts a jar into the folder, in place of one of the same bundle and version. The file appears
   * complete.
   *
   * @param jar a jar that was checked
   * @return its place
   * @throws IOException if it cannot be written
   */
  public Path install(PluginJar jar) throws IOException {
    Files.createDirectories(folder);
    Path target = folder.resolve(jar.bundle() + "-" + jar.version() + ".jar");
    Path unfinished = Files.createTempFile(folder, "installing-", ".tmp");
    try {
      Files.copy(jar.file(), unfinished, StandardCopyOption.REPLACE_EXISTING);
      Files.move(
          unfinished, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(unfinished);
    }
    return target;
  }

  /**
   * What is installed. Files that are no jars any more are left out.
   *
   * @return in order of their file names
   * @throws IOException if the folder cannot be read
   */
  public List<PluginJar> list() throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    List<Path> files;
    try (Stream<Path> all = Files.list(folder)) {
      files = all.filter(file -> file.toString().endsWith(".jar")).sorted().toList();
    }
    List<PluginJar> jars = new ArrayList<>();
    for (Path file : files) {
      try {
        jars.add(PluginJar.read(file));
      } catch (IOException e) {
        throw new IOException(file + ": " + e.getMessage(), e);
      }
    }
    return jars;
  }

  /**
   * Removes what is installed under a name.
   *
   * @param name of a plug-in, a bundle or a file, a version behind an {@code @} if only that one
   * @return what was removed
   * @throws IOException if a file cannot be deleted
   */
  public List<PluginJar> remove(String name) throws IOException {
    int at = name.indexOf('@');
    String wanted = at < 0 ? name : name.substring(0, at);
    String version = at < 0 ? "" : name.substring(at + 1);
    List<PluginJar> found =
        list().stream()
            .filter(jar -> isCalled(jar, wanted))
            .filter(jar -> version.isEmpty() || jar.version().toString().equals(version))
            .toList();
    if (found.isEmpty()) {
      throw CommandFailure.input(
          "'%s' is not installed in %s; './tierlab plugins list' shows what is"
              .formatted(name, folder));
    }
    for (PluginJar jar : found) {
      Files.delete(jar.file());
    }
    return found;
  }

  private static boolean isCalled(PluginJar jar, String name) {
    return jar.bundle().equals(name)
        || jar.file().getFileName().toString().equals(name)
        || jar.offered().stream().anyMatch(plugin -> plugin.name().equals(name));
  }
}
