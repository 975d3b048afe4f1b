package org.tierlab.api.workload;

import java.nio.file.Path;
import org.osgi.annotation.versioning.ProviderType;
import org.tierlab.api.knob.Knobs;
import org.tierlab.api.machine.MachineView;
import org.tierlab.api.time.RandomStream;

/** What the core offers to a workload under construction. */
@ProviderType
public interface WorkloadContext {
  /**
   * The workload's knobs.
   *
   * @param type the record named in its spec
   * @param <R> the record's type
   * @return knobs; a workload's never change
   */
  <R extends Record> Knobs<R> knobs(Class<R> type);

  /**
   * The machine.
   *
   * @return a live view
   */
  MachineView machine();

  /**
   * A random stream, for example one per task. Workloads of one experiment draw from different
   * streams, and those of the first are the same whether or not others run beside it.
   *
   * @param name distinguishes streams of this workload
   * @return a new stream
   */
  RandomStream random(String name);

  /**
   * Finds an input file, relative to the experiment.
   *
   * @param name as written in the experiment
   * @return its path
   */
  Path file(String name);

  /**
   * Says what an access is, where only the input file knows; otherwise {@link WorkloadSpec#unit}
   * holds.
   *
   * @param unit for labels, for example {@code accesses that miss a 64-entry filter}
   */
  default void accessUnit(String unit) {}

  /**
   * Starts a process, without a parent, when the workload starts.
   *
   * @param name for tables; a number is appended if another process of the experiment has it
   * @return its builder
   */
  AddressSpaceBuilder process(String name);
}
