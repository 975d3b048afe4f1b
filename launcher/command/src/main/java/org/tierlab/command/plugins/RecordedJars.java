package org.tierlab.command.plugins;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.tierlab.sim.plugin.PluginKind;

/**
 * Which jars an earlier run took its plug-ins from.
 *
 * @param checksums SHA-256 of the jars by kind and name ({@code "source abit"}), in the order in
 *     which the run took instances from them
 * @param archive the folder that holds the jars that came from outside the distribution, as {@code
 *     CHECKSUM.jar}
 */
public record RecordedJars(Map<String, List<String>> checksums, Path archive) {
  /** Copies the map. */
  public RecordedJars {
    checksums = Map.copyOf(checksums);
  }

  /**
   * The jar of an instance.
   *
   * @param kind the plug-in's kind
   * @param name its name
   * @param taken how many instances of it the run had taken before
   * @return the checksum, empty if it is not recorded
   */
  public String checksum(PluginKind kind, String name, int taken) {
    List<String> known = checksums.getOrDefault(kind.word() + " " + name, List.of());
    return known.isEmpty() ? "" : known.get(Math.min(taken, known.size() - 1));
  }

  /**
   * The plug-ins of a kind whose jars are recorded.
   *
   * @param kind the kind
   * @return names in order
   */
  public List<String> names(PluginKind kind) {
    String prefix = kind.word() + " ";
    return checksums.keySet().stream()
        .filter(plugin -> plugin.startsWith(prefix))
        .map(plugin -> plugin.substring(prefix.length()))
        .sorted()
        .toList();
  }

  /**
   * Where the archive has a jar.
   *
   * @param sha256 its checksum
   * @return a file that may not exist
   */
  public Path jar(String sha256) {
    return archive.resolve(sha256 + ".jar");
  }
}
