package org.tierlab.command.kit;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.tierlab.command.CommandFailure;

/**
 * Writes projects from the templates of the distribution: the files of {@code templates/common} and
 * of the kind's folder, with words such as {@code __NAME__} replaced in contents and in paths.
 *
 * <p>A project is put together beside its place and moved there when it is complete.
 */
public final class ProjectTemplates {

  private static final String COMMON = "common";

  /** How a template has to be called whose name would be special where it lies. */
  private static final String HIDDEN = "_gitignore";

  private final Path home;

  /**
   * Knows the templates of a distribution.
   *
   * @param home the distribution's folder
   */
  public ProjectTemplates(Path home) {
    this.home = home;
  }

  /**
   * Writes a project.
   *
   * @param names what it is called
   * @param target its folder, which must not exist
   * @return the files, relative to the folder, in order
   * @throws IOException if a file cannot be read or written
   */
  public List<Path> write(ProjectNames names, Path target) throws IOException {
    if (Files.exists(target)) {
      throw CommandFailure.input(target + " exists already; --dir names another folder");
    }
    Path parent = target.toAbsolutePath().normalize().getParent();
    if (parent == null || !Files.isDirectory(parent)) {
      throw CommandFailure.input(target + ": there is no folder " + parent);
    }
    Path unfinished = Files.createTempDirectory(parent, ".tierlab-new-");
    try {
      Map<String, String> words = words(names);
      List<Path> written = new ArrayList<>();
      for (String folder : List.of(COMMON, names.kind().word())) {
        copy(home.resolve("templates").resolve(folder), unfinished, words, written);
      }
      Files.move(unfinished, target);
      return written.stream().sorted().toList();
    } finally {
      Folders.delete(unfinished);
    }
  }

  private Map<String, String> words(ProjectNames names) throws IOException {
    Properties versions = new Properties();
    try (Reader reader =
        Files.newBufferedReader(home.resolve("templates/versions.properties"), UTF_8)) {
      versions.load(reader);
    }
    Map<String, String> words = new TreeMap<>();
    versions.stringPropertyNames().forEach(key -> words.put(key, versions.getProperty(key)));
    words.put("KIND", names.kind().word());
    words.put("NAME", names.name());
    words.put("CLASS", names.className());
    words.put("COUNTER", names.counterName());
    words.put("PACKAGE", names.javaPackage());
    words.put("PACKAGE_PATH", names.javaPackage().replace('.', '/'));
    Path repository = home.resolve("repository");
    words.put("REPOSITORY", repository.toString());
    words.put("REPOSITORY_URL", withoutSlash(repository.toUri().toString()));
    words.put("TIERLAB", home.resolve("tierlab").toString());
    return words;
  }

  private static String withoutSlash(String uri) {
    return uri.endsWith("/") ? uri.substring(0, uri.length() - 1) : uri;
  }

  private static void copy(Path from, Path to, Map<String, String> words, List<Path> written)
      throws IOException {
    List<Path> templates;
    try (Stream<Path> files = Files.walk(from)) {
      templates = files.filter(Files::isRegularFile).sorted().toList();
    } catch (NoSuchFileException e) {
      throw CommandFailure.file(e);
    }
    for (Path template : templates) {
      String name = replaced(from.relativize(template).toString(), words);
      Path relative = Path.of(name.replace(HIDDEN, ".gitignore"));
      Path file = to.resolve(relative);
      Files.createDirectories(file.getParent());
      Files.writeString(file, replaced(Files.readString(template, UTF_8), words), UTF_8);
      if (Files.isExecutable(template) && !file.toFile().setExecutable(true)) {
        throw new IOException("cannot make " + file + " executable");
      }
      written.add(relative);
    }
  }

  private static String replaced(String text, Map<String, String> words) {
    String replaced = text;
    for (Map.Entry<String, String> word : words.entrySet()) {
      replaced = replaced.replace("__" + word.getKey() + "__", word.getValue());
    }
    return replaced;
  }
}
