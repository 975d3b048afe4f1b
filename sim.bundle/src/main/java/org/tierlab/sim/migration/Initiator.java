package org.tierlab.sim.migration;

import org.tierlab.sim.memory.AddressSpace;

/** Who carries a migration out: a task or a kernel thread, whose time it takes. */
public interface Initiator {
  /**
   * What it is called in timelines.
   *
   * @return name of the task or kernel thread
   */
  String name();

  /**
   * The initiator's own time.
   *
   * @return simulated picoseconds
   */
  long nowPs();

  /**
   * Takes CPU time.
   *
   * @param ns nanoseconds
   */
  void charge(double ns);

  /**
   * Waits without using a CPU.
   *
   * @param ns nanoseconds
   */
  void sleep(double ns);

  /**
   * Who pays for its CPU time while it migrates.
   *
   * @return a slot of {@link org.tierlab.sim.machine.Cpus#payer}
   */
  int payer();

  /**
   * The address space that it runs in.
   *
   * @return its mm, null for a kernel thread
   */
  @org.jspecify.annotations.Nullable
  AddressSpace mm();
}
