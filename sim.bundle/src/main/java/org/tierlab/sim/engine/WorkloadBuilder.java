package org.tierlab.sim.engine;

import java.nio.file.Path;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.tierlab.api.knob.Knobs;
import org.tierlab.api.machine.MachineView;
import org.tierlab.api.memory.Vma;
import org.tierlab.api.time.RandomStream;
import org.tierlab.api.workload.AccessGenerator;
import org.tierlab.api.workload.AccessLaw;
import org.tierlab.api.workload.AddressSpaceBuilder;
import org.tierlab.api.workload.Placement;
import org.tierlab.api.workload.TaskBuilder;
import org.tierlab.api.workload.WorkloadContext;
import org.tierlab.sim.experiment.Experiment;
import org.tierlab.sim.memory.AddressSpace;
import org.tierlab.sim.task.SimTask;

/** Builds the processes that a workload describes. */
final class WorkloadBuilder implements WorkloadContext {
  /** Where the first mapping of a process lies; a guess at a heap's address. */
  private static final long FIRST_ADDRESS = 0x5555_5555_0000L & -(1L << 21);

  private final Engine engine;
  private final Experiment experiment;
  private final Attachment workload;
  private final List<NewProcess> processes = new ArrayList<>();

  WorkloadBuilder(Engine engine, Experiment experiment, Attachment workload) {
    this.engine = engine;
    this.experiment = experiment;
    this.workload = workload;
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
    return new CounterStream(engine.seed(), "workload:" + name);
  }

  @Override
  public Path file(String name) {
    return experiment.folder().resolve(name);
  }

  @Override
  public void accessUnit(String unit) {
    engine.accessUnit(unit);
  }

  @Override
  public AddressSpaceBuilder process(String name) {
    NewProcess process = new NewProcess(name);
    processes.add(process);
    return process;
  }

  /** A live list of the generators of all tasks, in the order in which they get their numbers. */
  List<AccessGenerator> generators() {
    return new AbstractList<>() {
      @Override
      public AccessGenerator get(int task) {
        int number = task;
        for (NewProcess process : processes) {
          if (number < process.tasks.size()) {
            return contained(process.tasks.get(number).generator);
          }
          number -= process.tasks.size();
        }
        throw new IndexOutOfBoundsException(task);
      }

      @Override
      public int size() {
        return processes.stream().mapToInt(process -> process.tasks.size()).sum();
      }
    };
  }

  /** Brings the processes to life, pages that start somewhere included. */
  void finish() {
    int nextCpu = 0;
    for (NewProcess process : processes) {
      AddressSpace mm =
          new AddressSpace(
              engine.population().nextMmId(),
              process.name,
              experiment.scanScale(),
              engine.machine(),
              engine.ledger(),
              engine.population().lru(),
              engine::lostMark);
      process.vmas.forEach(mm::map);
      mm.seal();
      engine.population().add(mm);
      for (int i = 0; i < process.vmas.size(); i++) {
        populate(mm, process.vmas.get(i), process.placements.get(i));
      }
      for (Options options : process.tasks) {
        nextCpu = start(mm, options, nextCpu);
      }
    }
    if (!engine.population().unfinished()) {
      throw new IllegalArgumentException("the workload has no task to wait for");
    }
  }

  private void populate(AddressSpace mm, Vma vma, Placement placement) {
    int node = placement.node();
    if (node == Placement.FIRST_TOUCH) {
      return;
    }
    if (node < 0 || node >= engine.machine().nodes()) {
      throw new IllegalArgumentException(
          "the workload starts on node "
              + node
              + ", the machine has nodes 0 to "
              + (engine.machine().nodes() - 1));
    }
    if (engine.machine().node(node).freePages() < vma.pages()) {
      throw new IllegalArgumentException(
          "the workload starts with "
              + vma.pages()
              + " pages of '"
              + vma.name()
              + "' on node "
              + node
              + ", which has "
              + engine.machine().node(node).freePages()
              + " free");
    }
    for (long page = vma.firstPage(); page < vma.endPage(); page += vma.folioPages()) {
      mm.populate(page, node);
    }
  }

  /** Tasks take the CPUs in turn, or those of the node that they ask for. */
  private int start(AddressSpace mm, Options options, int nextCpu) {
    SimTask task =
        new SimTask(
            engine.population().nextTaskId(),
            options.name,
            mm,
            contained(options.generator),
            engine.machine(),
            engine.ledger());
    task.options(options.misses, options.expected, options.law, options.background);
    if (options.node >= 0
        && (options.node >= engine.machine().nodes()
            || !engine.machine().node(options.node).hasCpus())) {
      throw new IllegalArgumentException(
          "task '" + options.name + "' starts on node " + options.node + ", which has no CPUs");
    }
    int cpu = nextCpu % engine.machine().cpus();
    for (int i = 0; i < engine.machine().cpus() && options.node >= 0; i++) {
      cpu = (nextCpu + i) % engine.machine().cpus();
      if (engine.machine().nodeOfCpu(cpu) == options.node) {
        break;
      }
    }
    task.startOn(cpu);
    engine.population().add(task);
    return cpu + 1;
  }

  /** A generator that throws ends its task; the engine then ends the run. */
  private AccessGenerator contained(AccessGenerator generator) {
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

  private static final class NewProcess implements AddressSpaceBuilder {
    private final String name;
    private final List<Vma> vmas = new ArrayList<>();
    private final List<Placement> placements = new ArrayList<>();
    private final List<Options> tasks = new ArrayList<>();
    private long nextPage;
    private long nextAddress = FIRST_ADDRESS;
    private long endAddress;

    NewProcess(String name) {
      this.name = name;
    }

    @Override
    public Vma map(String vmaName, long bytes, int order, Placement placement) {
      return map(vmaName, nextAddress, bytes, order, Vma.Kind.ANONYMOUS, placement);
    }

    @Override
    public Vma map(
        String vmaName,
        long startAddress,
        long bytes,
        int order,
        Vma.Kind kind,
        Placement placement) {
      if (bytes < 1 || order < 0 || order > 9 || startAddress % 4096 != 0) {
        throw new IllegalArgumentException(
            "mapping '" + vmaName + "' of " + bytes + " bytes at " + startAddress);
      }
      if (startAddress < endAddress) {
        throw new IllegalArgumentException(
            "mapping '" + vmaName + "' does not lie above the one before");
      }
      long folioPages = 1L << order;
      long pages = (bytes + 4095) / 4096;
      pages = (pages + folioPages - 1) / folioPages * folioPages;
      long first = (nextPage + folioPages - 1) / folioPages * folioPages;
      Vma vma = new Vma(vmaName, first, pages, startAddress, order, kind, true, 0);
      vmas.add(vma);
      placements.add(placement);
      nextPage = vma.endPage();
      endAddress = startAddress + pages * 4096;
      // One unmapped 2 MiB region keeps mappings apart, as guard gaps do.
      nextAddress = (endAddress + (4L << 20) - 1) & -(2L << 20);
      return vma;
    }

    @Override
    public TaskBuilder task(String taskName, AccessGenerator generator) {
      Options options = new Options(taskName, Objects.requireNonNull(generator));
      tasks.add(options);
      return options;
    }
  }

  private static final class Options implements TaskBuilder {
    private final String name;
    private final AccessGenerator generator;
    private double misses = 1;
    private long expected = -1;
    private @Nullable AccessLaw law;
    private int node = -1;
    private boolean background;

    Options(String name, AccessGenerator generator) {
      this.name = name;
      this.generator = generator;
    }

    @Override
    public TaskBuilder overlappingMisses(double overlapping) {
      if (!(overlapping >= 1 && overlapping <= 1024)) {
        throw new IllegalArgumentException(overlapping + " overlapping misses");
      }
      misses = overlapping;
      return this;
    }

    @Override
    public TaskBuilder expectedAccesses(long accesses) {
      expected = accesses;
      return this;
    }

    @Override
    public TaskBuilder law(AccessLaw accessLaw) {
      law = accessLaw;
      return this;
    }

    @Override
    public TaskBuilder startNode(int startNode) {
      node = startNode;
      return this;
    }

    @Override
    public TaskBuilder background() {
      background = true;
      return this;
    }
  }
}
