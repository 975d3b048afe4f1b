package org.tierlab.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tierlab.api.workload.Access;
import org.tierlab.api.workload.AccessLaw;
import org.tierlab.api.workload.Workload;

/**
 * What every workload promises. Subclass it and say how to make the workload, with knob values for
 * something small.
 */
public abstract class WorkloadContract {
  private static final int MAX_DRAWN = 100_000;

  @TempDir Path directory = Path.of(".");

  /** For subclasses. */
  protected WorkloadContract() {}

  /**
   * Makes the workload under test.
   *
   * @return a new instance
   */
  protected abstract Workload create();

  /**
   * Knob values for the tests; those of knobs without a default must be here.
   *
   * @return values by knob name; none unless overridden
   */
  protected Map<String, ?> knobs() {
    return Map.of();
  }

  /**
   * Writes the input files that {@link #knobs()} names. Does nothing unless overridden.
   *
   * @param where an empty directory
   * @throws IOException if that fails
   */
  protected void writeInput(Path where) throws IOException {}

  /**
   * The machine to build on.
   *
   * @return two nodes, 1 GiB of DRAM with 8 CPUs and 1 GiB of CXL, unless overridden
   */
  protected FakeMachine machine() {
    return new FakeMachine().dram(1 << 18, 8).cxl(1 << 18);
  }

  private RecordingWorkload built(Workload workload, long seed) {
    RecordingWorkload context = new RecordingWorkload(machine(), seed, directory, knobs());
    try {
      writeInput(directory);
      workload.build(context);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return context;
  }

  private List<List<Long>> drawn(long seed) {
    Workload workload = create();
    RecordingWorkload context = built(workload, seed);
    List<List<Long>> accesses = new ArrayList<>();
    for (RecordedTask task : context.tasks()) {
      List<Long> ofTask = new ArrayList<>();
      for (long access : task.draw(MAX_DRAWN)) {
        ofTask.add(access);
      }
      accesses.add(ofTask);
    }
    workload.close();
    return accesses;
  }

  @Test
  void specIsConstantAndOfTheWorkloadAlone() {
    Workload workload = create();
    assertThat(workload.spec()).isNotNull().isEqualTo(workload.spec()).isEqualTo(create().spec());
    assertThat(workload.spec().unit()).isNotBlank();
  }

  @Test
  void knobRecordIsWellFormed() {
    KnobRecordCheck.checkWith(create().spec().knobs(), knobs());
  }

  @Test
  void accessesLieInsideTheMappings() {
    Workload workload = create();
    RecordingWorkload context = built(workload, 1);
    assertThat(context.tasks()).as("tasks").isNotEmpty();
    for (RecordedTask task : context.tasks()) {
      long[] accesses = task.draw(MAX_DRAWN);
      assertThat(accesses).as("accesses of %s", task.name()).isNotEmpty();
      for (long access : accesses) {
        if (!task.process().mapped(Access.page(access))) {
          throw new AssertionError(
              task.name() + " accesses page " + Access.page(access) + ", which is not mapped");
        }
      }
    }
    workload.close();
  }

  @Test
  void expectedAccessesAreMade() {
    Workload workload = create();
    for (RecordedTask task : built(workload, 2).tasks()) {
      long made = task.draw(MAX_DRAWN).length;
      if (task.finished() && task.expectedAccesses() >= 0) {
        assertThat(made).as("accesses of %s", task.name()).isEqualTo(task.expectedAccesses());
      }
      if (task.finished()) {
        assertThat(task.draw(1)).as("accesses of %s after its end", task.name()).isEmpty();
      }
    }
    workload.close();
  }

  @Test
  void aTaskDrawsTheSameWhateverTheOthersDrawMeanwhile() {
    List<List<Long>> oneByOne = drawn(4);
    Workload workload = create();
    List<RecordedTask> tasks = built(workload, 4).tasks();
    List<List<Long>> inTurns = new ArrayList<>();
    tasks.forEach(task -> inTurns.add(new ArrayList<>()));
    for (int turn = 0; turn < 20; turn++) {
      for (int i = tasks.size() - 1; i >= 0; i--) {
        for (long access : tasks.get(i).draw(MAX_DRAWN / 20)) {
          inTurns.get(i).add(access);
        }
      }
    }
    workload.close();
    for (int i = 0; i < tasks.size(); i++) {
      List<Long> all = oneByOne.get(i);
      List<Long> same = inTurns.get(i);
      int length = Math.min(all.size(), same.size());
      assertThat(same.subList(0, length))
          .as("accesses of %s", tasks.get(i).name())
          .isEqualTo(all.subList(0, length));
    }
  }

  @Test
  void lawIsSoundAndCoversTheAccesses() {
    Workload workload = create();
    for (RecordedTask task : built(workload, 3).tasks()) {
      AccessLaw law = task.law();
      if (law != null) {
        law.phases().forEach(phase -> sound(phase, task.process()));
        for (long access : task.draw(MAX_DRAWN)) {
          if (law.phases().stream().noneMatch(phase -> covers(phase, Access.page(access)))) {
            throw new AssertionError(
                task.name() + " accesses page " + Access.page(access) + " outside its law");
          }
        }
      }
    }
    workload.close();
  }

  private static void sound(AccessLaw.Phase phase, RecordedProcess process) {
    assertThat(phase.accesses()).isNotNegative();
    assertThat(phase.gapNs()).isNotNegative();
    double weights = 0;
    for (AccessLaw.Component component : phase.mixture()) {
      weights += component.weight();
      assertThat(component.weight()).isBetween(0.0, 1.0);
      assertThat(component.writeFraction()).isBetween(0.0, 1.0);
      assertThat(component.pages()).isPositive();
      assertThat(process.mapped(component.firstPage())).isTrue();
      assertThat(process.mapped(component.firstPage() + component.pages() - 1)).isTrue();
    }
    assertThat(weights).isCloseTo(1, within(1e-9));
  }

  private static boolean covers(AccessLaw.Phase phase, long page) {
    return phase.mixture().stream()
        .anyMatch(part -> page >= part.firstPage() && page < part.firstPage() + part.pages());
  }

  @Test
  void sameSeedGivesTheSameAccesses() {
    assertThat(drawn(5)).isEqualTo(drawn(5));
  }

  @Test
  void instancesShareNoState() {
    Workload one = create();
    Workload other = create();
    RecordingWorkload first = built(one, 8);
    RecordingWorkload second = built(other, 8);
    for (int i = 0; i < first.tasks().size(); i++) {
      long[] drawnFirst = first.tasks().get(i).draw(1_000);
      assertThat(second.tasks().get(i).draw(1_000)).isEqualTo(drawnFirst);
    }
    one.close();
    other.close();
  }

  @Test
  void closesWithoutHavingBeenBuilt() {
    Workload workload = create();
    workload.close();
    assertThat(workload.spec()).isEqualTo(create().spec());
  }
}
