package org.tierlab.sim.engine;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tierlab.api.knob.Knobs;
import org.tierlab.api.machine.MachineView;
import org.tierlab.api.time.RandomStream;
import org.tierlab.api.workload.AccessGenerator;
import org.tierlab.api.workload.AddressSpaceBuilder;
import org.tierlab.api.workload.Placement;
import org.tierlab.api.workload.WorkloadContext;
import org.tierlab.sim.experiment.WorkloadSetting;

/** Takes down the processes that a workload describes. */
final class WorkloadBuilder implements WorkloadContext {
  private final Engine engine;
  private final Path folder;
  private final WorkloadSetting setting;
  private final Attachment workload;
  private final String streams;
  private final List<ProcessPlan> processes = new ArrayList<>();
  private final Map<String, FilePlan> files = new LinkedHashMap<>();
  private String unit;

  /**
   * Makes a builder.
   *
   * @param position of the workload among those of the experiment
   * @param unit what it says an access is
   */
  WorkloadBuilder(
      Engine engine,
      Path folder,
      WorkloadSetting setting,
      Attachment workload,
      int position,
      String unit) {
    this.engine = engine;
    this.folder = folder;
    this.setting = setting;
    this.workload = workload;
    this.unit = unit;
    streams = position == 0 ? "workload:" : "workload:" + position + ':' + workload.name() + ':';
  }

  @Override
  public <R extends Record> Knobs<R> knobs(Class<R> type) {
    return workload.knobs().as(type);
  }

  @Override
  public MachineView machine() {
    return engine.machine();
  }

  @Override
  public RandomStream random(String name) {
    return new CounterStream(engine.seed(), streams + name);
  }

  @Override
  public Path file(String name) {
    return folder.resolve(name);
  }

  @Override
  public void accessUnit(String newUnit) {
    unit = newUnit;
  }

  @Override
  public AddressSpaceBuilder process(String name) {
    return add(new ProcessPlan(name, this, null));
  }

  ProcessPlan add(ProcessPlan process) {
    processes.add(process);
    return process;
  }

  /** A file by its name, the same for all that open it. */
  FilePlan file(String name, long bytes, int order, Placement placement) {
    FilePlan asked = FilePlan.of(name, bytes, order, placement);
    FilePlan known = files.putIfAbsent(name, asked);
    if (known != null && !known.cached().equals(asked.cached())) {
      throw new IllegalArgumentException(
          "file '" + name + "' is opened with another length or folio size than before");
    }
    return known == null ? asked : known;
  }

  /** The files that its processes open, in order of first opening. */
  Collection<FilePlan> files() {
    return files.values();
  }

  Attachment workload() {
    return workload;
  }

  int scanScale() {
    return setting.scanScale();
  }

  long startNs() {
    return setting.startNs();
  }

  /** What an access of this workload is. */
  String unit() {
    return unit;
  }

  List<ProcessPlan> processes() {
    return processes;
  }

  /** A generator that throws ends its task; the engine then ends the run. */
  AccessGenerator contained(AccessGenerator generator) {
    return batch -> {
      boolean[] more = {false};
      engine.guard().call(workload, () -> more[0] = generator.fill(batch));
      if (more[0] != batch.to() > batch.from()) {
        workload.fail(
            more[0]
                ? "gave no accesses and did not say that its task has finished"
                : "gave accesses with the word that its task has finished");
      }
      return more[0] && !workload.failed();
    };
  }
}
