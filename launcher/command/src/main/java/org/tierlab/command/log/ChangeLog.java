package org.tierlab.command.log;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.tierlab.command.experiment.ExperimentDocument;
import org.tierlab.command.experiment.ExperimentPlan;
import org.tierlab.command.experiment.ExperimentReader;
import org.tierlab.command.plugins.PluginCatalogue;
import org.tierlab.command.plugins.PluginHost;
import org.tierlab.command.plugins.RecordedJars;
import org.tierlab.command.report.Json;
import org.tierlab.sim.experiment.Experiment;
import org.tierlab.sim.plugin.LoggedChange;
import org.tierlab.sim.result.RunResult;

/**
 * A change log: JSON, one object a line; the first holds the resolved experiment, each further one
 * a change.
 *
 * @param experiment what was run, with its seed
 * @param plugins the plug-ins that the run began with: checksums of their jars by kind and name
 *     ({@code "source abit"}), where they came from a jar
 * @param changes what was exchanged, in order
 */
public record ChangeLog(
    Experiment experiment, Map<String, String> plugins, List<LoggedChange> changes) {

  private static final String SCHEMA = "tierlab-log/1";

  /**
   * The log of a run.
   *
   * @param experiment what was run, with its seed
   * @param result what it found
   * @return the log
   */
  public static ChangeLog of(Experiment experiment, RunResult result) {
    Map<String, String> plugins = new LinkedHashMap<>();
    result
        .participants()
        .forEach(
            plugin ->
                plugins.putIfAbsent(
                    plugin.kind() + " " + plugin.plugin(), plugin.provenance().sha256()));
    plugins.values().removeIf(String::isEmpty);
    return new ChangeLog(experiment, plugins, result.changes());
  }

  /**
   * Which jars the run took its plug-ins from.
   *
   * @param archive the folder that holds those from outside the distribution
   * @return checksums in the order in which instances were taken
   */
  public RecordedJars jars(Path archive) {
    LoggedJars jars = new LoggedJars();
    jars.listed(ExperimentDocument.forPrograms(new ExperimentPlan(experiment, 1)));
    plugins.forEach(jars::add);
    changes.forEach(change -> jars.changed(ChangeJson.write(change)));
    return new RecordedJars(jars.checksums(), archive);
  }

  /**
   * Which jars the run of a log took its plug-ins from; asks for no plug-in.
   *
   * @param file the log
   * @return checksums in the order in which instances were taken
   * @throws IOException if it is no log; the message is one line with file and line
   */
  public static RecordedJars readJars(Path file) throws IOException {
    List<String> lines = Files.readAllLines(file);
    Map<String, Object> header = header(file, lines);
    LoggedJars jars = new LoggedJars();
    jars.listed(object(file, header.get("experiment")));
    object(file, header.get("plugins"))
        .forEach((plugin, sha256) -> jars.add(plugin, String.valueOf(sha256)));
    for (int line = 2; line <= lines.size(); line++) {
      jars.changed(json(file, line, lines.get(line - 1)));
    }
    return new RecordedJars(jars.checksums(), archiveOf(file));
  }

  /**
   * Writes the log, and beside it, in a folder {@code jars}, the jars of its plug-ins that are not
   * part of the distribution.
   *
   * @param file where
   * @param host knows the jars
   * @throws IOException if it cannot be written
   */
  public void write(Path file, PluginHost host) throws IOException {
    RecordedJars jars = jars(archiveOf(file));
    for (List<String> checksums : jars.checksums().values()) {
      for (String sha256 : checksums) {
        Path jar = host.foreignJar(sha256);
        if (jar != null) {
          AtomicFile.copy(jar, jars.jar(sha256));
        }
      }
    }
    AtomicFile.write(file, text());
  }

  /**
   * Where the jars of a log are.
   *
   * @param log the log
   * @return a folder beside it, which exists only if there are any
   */
  public static Path archiveOf(Path log) {
    return log.toAbsolutePath().resolveSibling("jars");
  }

  /**
   * The log as text.
   *
   * @return lines
   */
  public String text() {
    Map<String, Object> header = new LinkedHashMap<>();
    header.put("schema", SCHEMA);
    header.put("folder", experiment.folder().toString());
    header.put("plugins", plugins);
    header.put("experiment", ExperimentDocument.forPrograms(new ExperimentPlan(experiment, 1)));
    StringBuilder text = new StringBuilder(Json.line(header)).append('\n');
    changes.forEach(change -> text.append(Json.line(ChangeJson.write(change))).append('\n'));
    return text.toString();
  }

  /**
   * Reads a log.
   *
   * @param file the log
   * @param catalogue the plug-ins that it names
   * @return the log
   * @throws IOException if it is none; the message is one line with file and line
   */
  public static ChangeLog read(Path file, PluginCatalogue catalogue) throws IOException {
    List<String> lines = Files.readAllLines(file);
    Map<String, Object> header = header(file, lines);
    Path folder = Path.of(String.valueOf(header.get("folder")));
    Map<String, Object> document = object(file, header.get("experiment"));
    ExperimentPlan plan =
        new ExperimentReader(catalogue)
            .read(Json.line(document), file + " (its experiment)", folder);
    Map<String, String> plugins = new LinkedHashMap<>();
    object(file, header.get("plugins"))
        .forEach((plugin, sha256) -> plugins.put(plugin, String.valueOf(sha256)));
    List<LoggedChange> changes = new ArrayList<>();
    for (int line = 2; line <= lines.size(); line++) {
      changes.add(change(file, line, lines.get(line - 1), catalogue));
    }
    return new ChangeLog(plan.experiment(), plugins, changes);
  }

  private static Map<String, Object> header(Path file, List<String> lines) throws IOException {
    if (lines.isEmpty()) {
      throw new IOException(file + ":1: the log is empty, expected its header");
    }
    Map<String, Object> header = json(file, 1, lines.get(0));
    if (!SCHEMA.equals(header.get("schema"))) {
      throw new IOException(
          "%s:1: key 'schema' is '%s', expected %s".formatted(file, header.get("schema"), SCHEMA));
    }
    return header;
  }

  private static LoggedChange change(Path file, int line, String text, PluginCatalogue catalogue)
      throws IOException {
    Map<String, Object> keys = json(file, line, text);
    try {
      return ChangeJson.read(keys, catalogue);
    } catch (IllegalArgumentException e) {
      throw new IOException(file + ":" + line + ": " + e.getMessage(), e);
    }
  }

  private static Map<String, Object> json(Path file, int line, String text) throws IOException {
    try {
      return Json.read(text);
    } catch (IOException e) {
      throw new IOException(file + ":" + line + ": no valid JSON: " + e.getMessage(), e);
    }
  }

  private static Map<String, Object> object(Path file, @Nullable Object value) throws IOException {
    if (!(value instanceof Map<?, ?> map)) {
      throw new IOException(file + ":1: the header lacks an experiment or its plug-ins");
    }
    Map<String, Object> copy = new LinkedHashMap<>();
    map.forEach((key, item) -> copy.put((String) key, item));
    return copy;
  }
}
