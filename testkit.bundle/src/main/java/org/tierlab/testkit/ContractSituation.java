package org.tierlab.testkit;

import static org.tierlab.testkit.SimulatedTime.millis;

import java.util.List;
import org.tierlab.api.memory.Vma;

/**
 * The situation in which contract tests observe a plug-in: a DRAM node of 16 MiB with two CPUs, a
 * CXL node of 64 MiB, a process of mixed mappings, and two tasks that touch a small hot set often
 * and everything else seldom.
 */
final class ContractSituation {
  /** How much time passes between two bursts of accesses. */
  static final long STEP_NS = millis(50);

  private static final int TOUCHES_PER_STEP = 24;
  private static final int HOT_PAGES = 64;

  final FakeRun run;
  final FakeMm mm;
  private final FakeRandom random;
  private final List<FakeTask> tasks;
  private final Vma heap;

  ContractSituation(long seed) {
    run = new FakeRun(new FakeMachine().dram(4096, 2).cxl(16384), seed);
    mm = run.process("app");
    heap = mm.map("heap", 2000, 1);
    mm.map("stack", 70, 0);
    mm.map("huge", 1024, 9, Vma.Kind.ANONYMOUS, 1);
    mm.map("libc", 100, 0, Vma.Kind.FILE_READ_ONLY, 1);
    mm.mapPinned("pinned", 10, 1);
    mm.map("untouched", 128, FakeMm.NOT_PRESENT);
    tasks = List.of(mm.task("t0"), mm.task("t1"));
    random = new FakeRandom(seed, "accesses");
  }

  /** Lets the tasks run and touch memory. */
  void runFor(long ns) {
    for (long passed = 0; passed < ns; passed += STEP_NS) {
      step();
    }
  }

  void step() {
    for (int i = 0; i < TOUCHES_PER_STEP && !mm.exited(); i++) {
      FakeTask task = tasks.get(i % tasks.size());
      boolean hot = random.nextLong(4) != 0;
      long page = hot ? heap.firstPage() + random.nextLong(HOT_PAGES) : anyPage();
      if (i % 5 == 0) {
        run.write(task, page);
      } else {
        run.touch(task, page);
      }
    }
    run.runTasks(STEP_NS);
  }

  private long anyPage() {
    Vma vma = mm.vmas().get((int) random.nextLong(mm.vmas().size()));
    return vma.firstPage() + random.nextLong(vma.pages());
  }
}
