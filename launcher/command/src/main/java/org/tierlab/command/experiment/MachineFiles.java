package org.tierlab.command.experiment;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.tierlab.command.experiment.ConfigNode.Items;
import org.tierlab.command.experiment.ConfigNode.Keys;
import org.tierlab.command.experiment.ConfigNode.Scalar;

/**
 * Finds machine descriptions: a file beside the experiment, else one of those that come with
 * Tierlab, by name.
 */
final class MachineFiles {
  /** The descriptions that come with Tierlab. */
  static final List<String> NAMES =
      List.of("epyc-cxl", "grace-2s", "interleave-72-26", "emulated-guest", "generic-cxl");

  private static final Pattern INDEX = Pattern.compile("\\d");

  private MachineFiles() {}

  /**
   * Reads a description.
   *
   * @param name a path, or one of {@link #NAMES}
   * @param folder where paths are looked up
   * @param found is given its constants
   */
  static Keys read(Scalar name, Path folder, List<MachineConstant> found) {
    Keys machine = expectKeys(text(name, folder));
    List<MachineConstant> own = new ArrayList<>();
    SourcedValues.strip(machine, "", own);
    ConfigNode base = machine.remove(ExperimentKeys.BASE.name());
    if (base instanceof Scalar other) {
      if (other.text().equals(name.text())) {
        throw ExperimentException.value(
            other.place(), ExperimentKeys.BASE.name(), other.text(), "another machine description");
      }
      Keys below = read(other, folder, found);
      found.removeIf(one -> own.stream().anyMatch(mine -> mine.path().equals(one.path())));
      overlay(below, machine, "");
      machine = below;
    }
    found.addAll(own);
    return machine;
  }

  private static Keys expectKeys(ConfigNode node) {
    if (node instanceof Keys keys) {
      return keys;
    }
    throw ExperimentException.at(
        node.place(), "a machine is " + node.label() + ", expected keys and their values");
  }

  private static ConfigNode text(Scalar name, Path folder) {
    try {
      Path file = folder.resolve(name.text());
      if (NAMES.contains(name.text()) && !Files.exists(file)) {
        return YamlTree.ofFile(packaged(name.text()), "machines/" + name.text() + ".yaml");
      }
      return ExperimentFiles.read(file, name.text());
    } catch (IOException | InvalidPathException e) {
      throw ExperimentException.at(
          name.place(),
          "key 'machine' is '%s', expected a machine, one of %s, or the name of a readable file (%s)"
              .formatted(name.text(), String.join(", ", NAMES), ExperimentFiles.reason(e)));
    }
  }

  /** The text of a description that comes with Tierlab. */
  static String packaged(String name) {
    try (InputStream in = MachineFiles.class.getResourceAsStream("/machines/" + name + ".yaml")) {
      if (in == null) {
        throw new IllegalStateException("machines/" + name + ".yaml is not packed");
      }
      return new String(in.readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Lays keys over a description: mappings are merged; {@code nodes} may be a mapping of numbers,
   * which changes these nodes only; all else replaces.
   *
   * @param base changed in place
   * @param over what is laid over it
   * @param path of both
   */
  static void overlay(Keys base, Keys over, String path) {
    for (var entry : over.values().entrySet()) {
      String key = entry.getKey();
      ConfigNode mine = base.values().get(key);
      if (mine instanceof Keys keys && entry.getValue() instanceof Keys more) {
        overlay(keys, more, MappingReader.join(path, key));
      } else if (mine instanceof Items list && entry.getValue() instanceof Keys numbered) {
        overlayItems(list, numbered, MappingReader.join(path, key));
      } else {
        base.put(key, entry.getValue(), over.keyPlace(key));
      }
    }
  }

  private static void overlayItems(Items list, Keys numbered, String path) {
    List<String> known = new ArrayList<>();
    for (int i = 0; i < list.items().size(); i++) {
      known.add(Integer.toString(i));
    }
    for (var entry : numbered.values().entrySet()) {
      String itemPath = MappingReader.join(path, entry.getKey());
      if (!INDEX.matcher(entry.getKey()).matches() || !known.contains(entry.getKey())) {
        throw MappingReader.unknownKey(
            numbered.keyPlace(entry.getKey()), itemPath, entry.getKey(), known);
      }
      int index = Integer.parseInt(entry.getKey());
      if (list.items().get(index) instanceof Keys keys && entry.getValue() instanceof Keys more) {
        overlay(keys, more, itemPath);
      } else {
        list.items().set(index, entry.getValue());
      }
    }
  }
}
