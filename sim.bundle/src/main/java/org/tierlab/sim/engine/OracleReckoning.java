package org.tierlab.sim.engine;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tierlab.sim.bound.BoundTask;
import org.tierlab.sim.bound.BoundUnavailableException;
import org.tierlab.sim.bound.EpochMarks;
import org.tierlab.sim.bound.OraclePass;
import org.tierlab.sim.experiment.AccessMode;
import org.tierlab.sim.experiment.Experiment;
import org.tierlab.sim.experiment.OracleSetting;
import org.tierlab.sim.experiment.OracleSetting.When;
import org.tierlab.sim.machine.Machine;
import org.tierlab.sim.plugin.Plugins;
import org.tierlab.sim.result.OracleBound;
import org.tierlab.sim.task.SimTask;

/**
 * Tells the oracle bound of a run: notes its epochs while it lasts, then reads its accesses again.
 */
final class OracleReckoning {
  private final Engine engine;
  private final Experiment experiment;
  private final Plugins plugins;
  private final Machine machine;
  private @Nullable EpochMarks marks;
  private long epochAccesses;
  private long[] row = {};
  private @Nullable OracleBound bound;
  private volatile long passNanos;
  private String whyNot = "the workload has not finished";

  OracleReckoning(Engine engine, Experiment experiment, Plugins plugins) {
    this.engine = engine;
    this.experiment = experiment;
    this.plugins = plugins;
    machine = engine.machine();
  }

  /** The bound, null if it was not told. */
  @Nullable OracleBound bound() {
    return bound;
  }

  /** Why there is no bound, empty if there is one. */
  String whyNot() {
    return bound == null ? whyNot : "";
  }

  /** The population is there and nothing has run. */
  void begin() {
    if (experiment.mode() == AccessMode.STATISTICAL) {
      whyNot = "accesses are drawn, so there is nothing to read again";
      return;
    }
    if (!engine.population().pageCaches().isEmpty()) {
      whyNot = "files are read through the page cache, and the bound knows mapped memory alone";
      return;
    }
    if (experiment.oracle().when() == When.NEVER) {
      whyNot = "not asked for";
      return;
    }
    epochAccesses = experiment.oracle().epochAccesses(machine.pagesUpToTier(0));
    int tasks = engine.population().allTasks().size();
    EpochMarks fresh = new EpochMarks(epochAccesses, tasks, machine.tiers() - 1);
    row = new long[tasks + machine.tiers() - 1];
    marks = fresh;
    mark(fresh, 0);
  }

  /** A step has ended. */
  void stepEnded() {
    EpochMarks present = marks;
    if (present != null) {
      long made = made();
      if (present.due(made)) {
        mark(present, made);
      }
    }
  }

  private long made() {
    long sum = 0;
    List<SimTask> tasks = engine.population().allTasks();
    for (int i = 0; i < tasks.size(); i++) {
      sum += tasks.get(i).accessesMade();
    }
    return sum;
  }

  private void mark(EpochMarks into, long made) {
    List<SimTask> tasks = engine.population().allTasks();
    for (int i = 0; i < tasks.size(); i++) {
      row[i] = tasks.get(i).accessesMade();
    }
    for (int tier = 0; tier < machine.tiers() - 1; tier++) {
      row[tasks.size() + tier] = machine.arrivals(tier);
    }
    into.mark(made, row);
  }

  /** How long reading the accesses again took, on the wall. */
  long passNanos() {
    return passNanos;
  }

  /** The workload has come to its end: reads its accesses again. */
  void reckon() {
    long start = System.nanoTime();
    tell();
    passNanos = System.nanoTime() - start;
  }

  private void tell() {
    EpochMarks present = marks;
    if (present == null || engine.population().unfinished()) {
      return;
    }
    long made = made();
    mark(present, made);
    if (experiment.oracle().when() == When.AUTO && made > OracleSetting.AUTO_ACCESSES) {
      whyNot =
          "not asked for, and the run has more than " + OracleSetting.AUTO_ACCESSES + " accesses";
      return;
    }
    try (ShadowWorkloads shadow = ShadowWorkloads.build(engine, experiment, plugins)) {
      long ps = pass(shadow, present).runtimePs();
      if (shadow.failed()) {
        whyNot = shadow.failure();
      } else {
        bound = new OracleBound(ps / 1000.0, present.epochs(), epochAccesses);
      }
    } catch (BoundUnavailableException | IllegalStateException | IllegalArgumentException e) {
      whyNot = String.valueOf(e.getMessage());
    } catch (ArithmeticException e) {
      whyNot = "its figures are too large: " + e.getMessage();
    } catch (OutOfMemoryError e) {
      whyNot = "the heap is too small to count accesses by page";
    }
  }

  private OraclePass pass(ShadowWorkloads shadow, EpochMarks present)
      throws BoundUnavailableException {
    List<BoundTask> tasks = new ArrayList<>();
    if (shadow.tasks() != engine.population().allTasks().size()) {
      throw new BoundUnavailableException("the workload has other tasks when it is built again");
    }
    for (SimTask task : engine.population().allTasks()) {
      if (!task.background()) {
        tasks.add(
            new BoundTask(
                task.id(),
                task.name(),
                task.mm(),
                shadow.generator(task.id()),
                task.exited(),
                latencyPs(task)));
      }
    }
    long[] capacity = new long[machine.tiers() - 1];
    for (int tier = 0; tier < capacity.length; tier++) {
      capacity[tier] = machine.pagesUpToTier(tier);
    }
    return new OraclePass(tasks, present, capacity, machine.cpus(), Engine.STEP_PS);
  }

  /** What the access path adds for an access that a tier serves on the idle machine, at least. */
  private List<Long> latencyPs(SimTask task) {
    long[] least = new long[machine.tiers()];
    Arrays.fill(least, Long.MAX_VALUE);
    for (int from = 0; from < machine.nodes(); from++) {
      for (int to = 0; to < machine.nodes() && (task.nodesSeen() >>> from & 1) != 0; to++) {
        int tier = machine.node(to).tier();
        long ps = Math.round(machine.idleAccessNs(from, to) * 1000);
        long each = task.overlappingMisses() == 1 ? ps : Math.round(ps / task.overlappingMisses());
        least[tier] = Math.min(least[tier], each);
      }
    }
    for (int tier = least.length - 2; tier >= 0; tier--) {
      least[tier] = Math.min(least[tier], least[tier + 1]);
    }
    return Arrays.stream(least).boxed().toList();
  }
}
