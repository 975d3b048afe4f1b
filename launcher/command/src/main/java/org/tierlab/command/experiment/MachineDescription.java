package org.tierlab.command.experiment;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.tierlab.command.experiment.ConfigNode.Keys;
import org.tierlab.command.experiment.ConfigNode.Scalar;
import org.tierlab.sim.experiment.MachineSpec;

/**
 * A machine description with the provenance of its constants.
 *
 * @param name what experiments call it
 * @param about what machine it describes
 * @param constants in the order written
 */
public record MachineDescription(String name, String about, List<MachineConstant> constants) {
  /** Copies the list. */
  public MachineDescription {
    constants = List.copyOf(constants);
  }

  /**
   * The descriptions that come with Tierlab.
   *
   * @return all of them
   */
  public static List<MachineDescription> packaged() {
    return MachineFiles.NAMES.stream().map(name -> read(name, Path.of(""))).toList();
  }

  /**
   * Reads a description.
   *
   * @param name one that comes with Tierlab, or a file
   * @param folder where files are looked up
   * @return the description
   * @throws ExperimentException if it cannot be read
   */
  public static MachineDescription read(String name, Path folder) {
    List<MachineConstant> constants = new ArrayList<>();
    Scalar written = new Scalar(name, new Place(name));
    Keys machine = MachineFiles.read(written, folder, constants);
    String about =
        machine.values().get(ExperimentKeys.MACHINE_ABOUT.name()) instanceof Scalar text
            ? text.text()
            : "";
    return new MachineDescription(name, about, constants);
  }

  /**
   * The machine that a description stands for, every constant with its value.
   *
   * @param name one that comes with Tierlab, or a file
   * @param folder where files are looked up
   * @return the machine; knobs of plug-ins are no part of it
   * @throws ExperimentException if it cannot be read
   */
  public static MachineSpec spec(String name, Path folder) {
    Keys machine = MachineFiles.read(new Scalar(name, new Place(name)), folder, new ArrayList<>());
    machine.remove(ExperimentKeys.MACHINE_ABOUT.name());
    machine.remove(ExperimentKeys.MACHINE_PLUGINS.name());
    return MachineReader.read(machine);
  }

  /**
   * The value of a constant.
   *
   * @param path its key
   * @return as written
   * @throws IllegalArgumentException if the description has no such constant
   */
  public String value(String path) {
    return constants.stream()
        .filter(constant -> constant.path().equals(path))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException(name + " has no " + path))
        .value();
  }
}
