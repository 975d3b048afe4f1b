package org.tierlab.sim.task;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongUnaryOperator;
import org.jspecify.annotations.Nullable;
import org.tierlab.api.time.TaskView;
import org.tierlab.api.workload.AccessBatch;
import org.tierlab.api.workload.AccessGenerator;
import org.tierlab.api.workload.AccessLaw;
import org.tierlab.sim.law.DrawnTask;
import org.tierlab.sim.ledger.Ledger;
import org.tierlab.sim.machine.Machine;
import org.tierlab.sim.memory.AddressSpace;

/** A task: its accesses, its CPU and the CPU time that it has used and owes. */
public final class SimTask implements TaskView {
  /** What a task spends CPU time on besides its own accesses. */
  public enum KernelWork {
    /** Minor and hint faults. */
    FAULT(0),
    /** Marking pages for hint faults. */
    SCAN(1),
    /** Migrating pages, in a fault or in direct reclaim. */
    MIGRATE(2),
    /** Interrupts of other CPUs' TLB shootdowns. */
    IPI(3),
    /** Fetching again what copies of migrated memory evicted from the caches. */
    REFILL(4),
    /** Spinning for the mmap lock. Its payer appears when somebody first has to. */
    LOCK(5),
    /** Interrupts of performance counters. Its payer appears at the first one. */
    PMI(6),
    /** System calls that read or write files. Its payer appears at the first one. */
    SYSCALL(7);

    private final int index;

    KernelWork(int index) {
      this.index = index;
    }
  }

  private static final int BATCH = 4096;

  final AddressSpace mm;
  final AccessBatch batch = new AccessBatch(BATCH);
  final AccessGenerator generator;
  final List<DueWork> dueWork = new ArrayList<>();
  private final int id;
  private final String name;
  private final Machine machine;
  private long sleepPs;
  private final long[] owedPs = new long[KernelWork.values().length];
  private final int[] kernelPayers = new int[KernelWork.values().length];
  private final int userPayer;
  private final Ledger ledger;
  private final int accessSlot;
  private final int gapSlot;
  double overlappingMisses = 1;
  long expectedAccesses = -1;
  @Nullable AccessLaw law;
  @Nullable DrawnTask drawn;
  boolean background;
  int cpu;
  int nextCpu;
  int homeNode = -1;
  int next;
  boolean gapSpent;
  long debtPs;
  long pacePs = 1_000_000;
  long blockedUntilPs;
  long cpuTimePs;
  long flushesSeen;
  int nodesSeen;
  private long nextDueNs;
  boolean exited;

  /** Work due at a CPU time. */
  static final class DueWork {
    final Object owner;
    final LongUnaryOperator run;
    long dueNs;

    DueWork(Object owner, LongUnaryOperator run) {
      this.owner = owner;
      this.run = run;
    }
  }

  /**
   * Makes a task that has not run.
   *
   * @param id its number
   * @param name its name
   * @param mm its address space
   * @param generator its accesses
   * @param machine where it runs
   * @param ledger counts its work
   */
  public SimTask(
      int id,
      String name,
      AddressSpace mm,
      AccessGenerator generator,
      Machine machine,
      Ledger ledger) {
    this.id = id;
    this.name = name;
    this.mm = mm;
    this.generator = generator;
    this.machine = machine;
    this.ledger = ledger;
    for (KernelWork work : KernelWork.values()) {
      boolean rare = work.index >= KernelWork.LOCK.index;
      kernelPayers[work.index] = rare ? -1 : payerOf(work);
    }
    userPayer = machine.cpuState().payer("task:user");
    accessSlot = ledger.slot("task_accesses", Integer.toString(id));
    gapSlot = ledger.slot("task_gap_ps", Integer.toString(id));
  }

  private int payerOf(KernelWork work) {
    return machine.cpuState().payer("task:" + work.name().toLowerCase(java.util.Locale.ROOT));
  }

  /**
   * Owes CPU time for kernel work in this task's context.
   *
   * @param work what for
   * @param ps how much
   */
  public void owe(KernelWork work, long ps) {
    payer(work);
    owedPs[work.index] += ps;
  }

  /**
   * Lets time pass in which the task waits and its CPU is idle.
   *
   * @param ps how long
   */
  public void sleeps(long ps) {
    sleepPs += ps;
  }

  /**
   * Who pays for kernel work in this task's context.
   *
   * @param work what kind
   * @return a payer's slot
   */
  public int payer(KernelWork work) {
    int payer = kernelPayers[work.index];
    if (payer < 0) {
      payer = payerOf(work);
      kernelPayers[work.index] = payer;
    }
    return payer;
  }

  /**
   * Books time that has passed: sleep first, then kernel work owed, the rest is the task's own.
   *
   * @param ps time taken in this step
   */
  void used(long ps) {
    long slept = Math.min(ps, sleepPs);
    sleepPs -= slept;
    long left = ps - slept;
    cpuTimePs += left;
    machine.cpuState().used(cpu, left);
    for (int i = 0; i < owedPs.length; i++) {
      long paid = Math.min(left, owedPs[i]);
      if (paid > 0) {
        owedPs[i] -= paid;
        left -= paid;
        ledger.add(kernelPayers[i], paid);
      }
    }
    ledger.add(userPayer, left);
  }

  void recordAccesses(long accesses, long gapPs) {
    ledger.add(accessSlot, accesses);
    ledger.add(gapSlot, gapPs);
  }

  /**
   * Accesses made so far.
   *
   * @return a count
   */
  public long accessesMade() {
    return ledger.get(accessSlot);
  }

  /**
   * Registers work driven by this task's CPU time, due at once.
   *
   * @param owner whom to remove it for
   * @param run takes the task's time and returns it moved on by what the work took, picoseconds; it
   *     calls {@link #dueNext}
   */
  public void addDueWork(Object owner, LongUnaryOperator run) {
    dueWork.add(new DueWork(owner, run));
  }

  /**
   * Runs the work that is due.
   *
   * @param nowPs the task's time
   * @return its time afterwards
   */
  public long runDueWork(long nowPs) {
    long now = nowPs;
    for (int i = 0; i < dueWork.size(); i++) {
      DueWork work = dueWork.get(i);
      if (work.dueNs <= cpuTimePs / 1000) {
        nextDueNs = Long.MAX_VALUE;
        now = work.run.applyAsLong(now);
        work.dueNs = nextDueNs;
      }
    }
    return now;
  }

  /**
   * How long it will run, by all that is known, with nothing else to do than accesses.
   *
   * @return picoseconds
   */
  public long undisturbedPs() {
    long dueNs = Long.MAX_VALUE;
    for (int i = 0; i < dueWork.size(); i++) {
      dueNs = Math.min(dueNs, dueWork.get(i).dueNs);
    }
    long workPs = dueNs > Long.MAX_VALUE / 2000 ? Long.MAX_VALUE : dueNs * 1000 - cpuTimePs;
    DrawnTask accesses = drawn;
    // Latencies fall by less than this while load is settled.
    long accessPs =
        accesses == null ? Long.MAX_VALUE : (long) Math.min(0x1p62, 0.9 * accesses.leftPs());
    return Math.min(workPs, accessPs);
  }

  /**
   * Says when the work that runs now is due again.
   *
   * @param cpuNs CPU time of this task, nanoseconds
   */
  public void dueNext(long cpuNs) {
    nextDueNs = cpuNs;
  }

  /**
   * Brings the work of an owner forward.
   *
   * @param owner as given to {@link #addDueWork}
   * @param cpuNs CPU time of this task by which it is due at the latest, nanoseconds
   */
  public void dueBy(Object owner, long cpuNs) {
    for (DueWork work : dueWork) {
      if (work.owner == owner) {
        work.dueNs = Math.min(work.dueNs, cpuNs);
      }
    }
  }

  /** Takes the CPU to which it was moved. On another node all its due work looks at it again. */
  void takeCpu() {
    if (nextCpu == cpu) {
      return;
    }
    if (machine.nodeOfCpu(nextCpu) != node()) {
      for (DueWork work : dueWork) {
        work.dueNs = 0;
      }
    }
    cpu = nextCpu;
  }

  /**
   * Removes the work of an owner.
   *
   * @param owner as given to {@link #addDueWork}
   */
  public void removeDueWork(Object owner) {
    dueWork.removeIf(work -> work.owner == owner);
  }

  /**
   * Moves the task to another CPU at the beginning of the next step.
   *
   * @param to a CPU
   */
  public void moveTo(int to) {
    nextCpu = to;
  }

  /**
   * Puts a task that has not run on a CPU.
   *
   * @param first a CPU
   */
  public void startOn(int first) {
    cpu = first;
    nextCpu = first;
  }

  /**
   * The CPU that it will be on in the next step.
   *
   * @return a CPU
   */
  public int nextCpu() {
    return nextCpu;
  }

  /**
   * Sets the node that the scheduler prefers.
   *
   * @param node a node, −1 for none
   */
  public void preferNode(int node) {
    homeNode = node;
  }

  /**
   * How many accesses it will make, if known.
   *
   * @return −1 if unknown
   */
  public long expectedAccesses() {
    return expectedAccesses;
  }

  /**
   * How many misses it overlaps.
   *
   * @return at least 1
   */
  public double overlappingMisses() {
    return overlappingMisses;
  }

  /**
   * The nodes on whose CPUs it has run.
   *
   * @return a bit a node
   */
  public int nodesSeen() {
    return nodesSeen;
  }

  /**
   * Whether it does not delay the end of the run.
   *
   * @return true for a background task
   */
  public boolean background() {
    return background;
  }

  /**
   * The law of its accesses.
   *
   * @return the law, null if unknown
   */
  public @Nullable AccessLaw law() {
    return law;
  }

  /**
   * Has its accesses drawn; its generator is not asked.
   *
   * @param accesses what it makes
   */
  public void draw(DrawnTask accesses) {
    drawn = accesses;
  }

  /**
   * Sets the options that a workload gives.
   *
   * @param misses overlapping misses
   * @param expected accesses in all, −1 if unknown
   * @param accessLaw law of the accesses, null if unknown
   * @param isBackground whether it does not delay the end of the run
   */
  public void options(
      double misses, long expected, @Nullable AccessLaw accessLaw, boolean isBackground) {
    overlappingMisses = misses;
    expectedAccesses = expected;
    law = accessLaw;
    background = isBackground;
  }

  @Override
  public int id() {
    return id;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public AddressSpace mm() {
    return mm;
  }

  @Override
  public int cpu() {
    return cpu;
  }

  @Override
  public int node() {
    return machine.nodeOfCpu(cpu);
  }

  @Override
  public int homeNode() {
    return homeNode;
  }

  @Override
  public long cpuTimeNs() {
    return cpuTimePs / 1000;
  }

  @Override
  public boolean exited() {
    return exited;
  }
}
