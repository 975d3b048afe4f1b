package org.tierlab.testkit;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tierlab.api.knob.KnobSet;
import org.tierlab.api.knob.Knobs;
import org.tierlab.api.memory.Vma;
import org.tierlab.api.time.RandomStream;
import org.tierlab.api.workload.AddressSpaceBuilder;
import org.tierlab.api.workload.WorkloadContext;

/** A workload context that keeps what a workload builds. */
public final class RecordingWorkload implements WorkloadContext {
  private final FakeMachine machine;
  private final long seed;
  private final Path directory;
  private final Map<String, ?> values;
  private final List<RecordedProcess> processes = new ArrayList<>();
  private final Map<String, Vma> files = new LinkedHashMap<>();
  private String accessUnit = "";

  /**
   * Makes a context in which nothing is built yet.
   *
   * @param machine the machine
   * @param seed splits into the workload's random streams
   * @param directory where its input files are
   * @param values knob values by name; others take their defaults
   */
  public RecordingWorkload(FakeMachine machine, long seed, Path directory, Map<String, ?> values) {
    this.machine = machine;
    this.seed = seed;
    this.directory = directory;
    this.values = values;
  }

  /**
   * What was built.
   *
   * @return processes in order of creation
   */
  public List<RecordedProcess> processes() {
    return Collections.unmodifiableList(processes);
  }

  /**
   * All tasks.
   *
   * @return in order of creation, process by process
   */
  public List<RecordedTask> tasks() {
    return processes.stream().flatMap(process -> process.tasks().stream()).toList();
  }

  @Override
  public <R extends Record> Knobs<R> knobs(Class<R> type) {
    return Knobs.fixed(KnobSet.of(type).bind(values));
  }

  @Override
  public FakeMachine machine() {
    return machine;
  }

  @Override
  public RandomStream random(String name) {
    return new FakeRandom(seed, "workload-" + name);
  }

  @Override
  public Path file(String name) {
    return directory.resolve(name);
  }

  @Override
  public void accessUnit(String unit) {
    accessUnit = unit;
  }

  /**
   * What the workload says an access is.
   *
   * @return empty unless it said so while it was built
   */
  public String accessUnit() {
    return accessUnit;
  }

  @Override
  public AddressSpaceBuilder process(String name) {
    return add(new RecordedProcess(name, machine, this, null));
  }

  void open(Vma window) {
    Vma known = files.putIfAbsent(window.name(), window);
    if (known != null && (known.pages() != window.pages() || known.order() != window.order())) {
      throw new IllegalArgumentException(
          window.name() + ": opened with another length or folio size than before");
    }
  }

  RecordedProcess add(RecordedProcess process) {
    processes.add(process);
    return process;
  }
}
