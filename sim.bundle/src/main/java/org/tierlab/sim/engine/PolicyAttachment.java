package org.tierlab.sim.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.tierlab.api.hotness.HotnessEvents;
import org.tierlab.api.memory.AddressSpaceView;
import org.tierlab.api.memory.FolioFlag;
import org.tierlab.api.memory.Lru;
import org.tierlab.api.memory.LruBatch;
import org.tierlab.api.memory.PageTableWriter;
import org.tierlab.api.policy.BoundContext;
import org.tierlab.api.policy.CandidateQueue;
import org.tierlab.api.policy.FaultDecision;
import org.tierlab.api.policy.FaultListener;
import org.tierlab.api.policy.HotnessFeed;
import org.tierlab.api.policy.MigrationCompletion;
import org.tierlab.api.policy.MigrationPlan;
import org.tierlab.api.policy.MigrationReport;
import org.tierlab.api.policy.PolicyContext;
import org.tierlab.api.policy.PressureHandler;
import org.tierlab.api.policy.PublishingSource;
import org.tierlab.api.policy.Scheduler;
import org.tierlab.api.policy.Standing;
import org.tierlab.api.time.Kthread;
import org.tierlab.api.time.TaskContext;
import org.tierlab.api.time.TaskView;
import org.tierlab.sim.hotness.HotnessStore;
import org.tierlab.sim.memory.AddressSpace;
import org.tierlab.sim.memory.TableWriter;
import org.tierlab.sim.migration.Initiator;
import org.tierlab.sim.migration.PlanRun;
import org.tierlab.sim.task.NodeImbalance;
import org.tierlab.sim.task.SimTask;

/** The context of a policy. */
final class PolicyAttachment extends PluginContext implements PolicyContext, Scheduler {
  private final HotnessFeed feed = new RevocableFeed();
  private final NodeImbalance imbalance;
  private @Nullable BoundAttachment bound;

  PolicyAttachment(Engine engine, Attachment self) {
    super(engine, self);
    imbalance = new NodeImbalance(engine.machine());
  }

  @Override
  public void onHintFault(FaultDecision decision) {
    check();
    self.decision = Objects.requireNonNull(decision);
  }

  @Override
  public void onFaultDecided(FaultListener listener) {
    check();
    self.faultListener = Objects.requireNonNull(listener);
  }

  @Override
  public void onPressure(PressureHandler handler) {
    check();
    self.pressure = Objects.requireNonNull(handler);
  }

  @Override
  public void pressureBelow(int node, long pages) {
    checkNode(node);
    self.pressureBelow(node, pages);
  }

  @Override
  public HotnessFeed hotness() {
    check();
    if (self.feed == null) {
      self.feed = engine.store().open();
    }
    return feed;
  }

  @Override
  public List<PublishingSource> sources() {
    check();
    List<PublishingSource> attached = new ArrayList<>();
    for (Attachment source : engine.sources()) {
      attached.add(new PublishingSource(source.number(), source.name(), source.setting().plugin()));
    }
    return attached;
  }

  @Override
  public void actedOn(int source, int mm, long firstPage, long pages) {
    check();
    Attachment told = sourceOf(source);
    if (told != null) {
      told.feedback.actedOn(engine.guard(), told, mm, firstPage, pages);
    }
  }

  @Override
  public void wellPlaced(TaskView task) {
    check();
    for (Attachment source : engine.sources()) {
      source.feedback.wellPlaced(engine.guard(), source, task);
    }
  }

  @Override
  public void needs(int source, boolean needed) {
    check();
    Attachment told = sourceOf(source);
    if (told != null) {
      told.feedback.needs(engine.guard(), told, self, needed);
    }
  }

  private @Nullable Attachment sourceOf(int number) {
    for (Attachment source : engine.sources()) {
      if (source.number() == number) {
        return source;
      }
    }
    return null;
  }

  @Override
  public void makeOld(AddressSpaceView mm, long firstPage, long mask) {
    check();
    PageTableWriter table = new TableWriter((AddressSpace) mm, self.marks, this::check);
    long[] present = new long[1];
    table.present(firstPage, 1, present);
    long[] young = new long[1];
    for (long rest = mask & present[0]; rest != 0; rest &= rest - 1) {
      long bit = rest & -rest;
      if (table.testAndClearAccessed(firstPage + Long.numberOfTrailingZeros(bit))) {
        young[0] |= bit;
      }
    }
    present[0] &= mask;
    table.setFlag(FolioFlag.YOUNG, firstPage, 1, young);
    table.setFlag(FolioFlag.IDLE, firstPage, 1, present);
  }

  @Override
  public CandidateQueue candidates() {
    check();
    SimCandidates queue = new SimCandidates(self, engine.ledger(), engine.guard());
    self.queues.add(queue);
    return queue;
  }

  private PlanRun begin(MigrationPlan plan) {
    if (plan.size() == 0) {
      throw new IllegalArgumentException("a migration plan without folios");
    }
    for (int i = 0; i < plan.size(); i++) {
      if (plan.target(i) < 0 || plan.target(i) >= engine.machine().nodes()) {
        throw new IllegalArgumentException("a plan to move to node " + plan.target(i));
      }
      if (!(plan.mm(i) instanceof AddressSpace mm)
          || plan.page(i) < 0
          || plan.page(i) >= mm.pages()) {
        throw new IllegalArgumentException("a plan to move page " + plan.page(i));
      }
      mm.vmaOf(plan.page(i));
    }
    return new PlanRun(engine.pipeline(), plan, self);
  }

  @Override
  public void migrate(MigrationPlan plan, Kthread by, MigrationCompletion completion) {
    check();
    if (!(by instanceof SimKthread thread) || !self.kthreads.contains(thread)) {
      throw new IllegalArgumentException("a plan for a thread of somebody else");
    }
    thread.migrate(begin(plan), completion);
  }

  @Override
  public MigrationReport migrate(MigrationPlan plan, TaskContext by) {
    check();
    PlanRun run = begin(plan);
    Initiator initiator = engine.faults().initiator(by);
    while (!run.finished()) {
      long free = run.advance(initiator, Long.MAX_VALUE);
      initiator.charge(Math.max(0, free - initiator.nowPs()) / 1000.0);
      run.land();
    }
    return run;
  }

  @Override
  public Lru lru(int node) {
    checkNode(node);
    return new RevocableLru(engine.population().lru().of(node));
  }

  @Override
  public Scheduler scheduler() {
    check();
    return this;
  }

  @Override
  public void wakeKswapd(int node) {
    checkNode(node);
    engine.pressure().wakeKswapd(node);
  }

  @Override
  public void setHomeNode(TaskView task, int node) {
    check();
    if (node != -1) {
      checkNode(node);
    }
    ((SimTask) task).preferNode(node);
  }

  @Override
  public void swap(TaskView one, TaskView other) {
    check();
    SimTask first = (SimTask) one;
    SimTask second = (SimTask) other;
    int cpu = first.nextCpu();
    first.moveTo(second.nextCpu());
    second.moveTo(cpu);
  }

  @Override
  public boolean moveToIdleCpu(TaskView task, int node) {
    checkNode(node);
    SimTask moved = (SimTask) task;
    int cpu = idleCpu(node);
    if (cpu < 0 || !imbalance.permits(moved, node, engine.population().running())) {
      return false;
    }
    moved.moveTo(cpu);
    return true;
  }

  /** A CPU of a node on which nothing runs and nobody has been sent to in this step. */
  private int idleCpu(int node) {
    if (engine.machine().idleCpus(node) > 0) {
      for (int cpu = 0; cpu < engine.machine().cpus(); cpu++) {
        if (engine.machine().nodeOfCpu(cpu) == node
            && !engine.machine().cpuState().busy(cpu)
            && !taken(cpu)) {
          return cpu;
        }
      }
    }
    return -1;
  }

  private boolean taken(int cpu) {
    for (SimTask task : engine.population().running()) {
      if (task.nextCpu() == cpu) {
        return true;
      }
    }
    return false;
  }

  @Override
  public BoundContext bound() {
    check();
    if (self.standing != Standing.BOUND) {
      throw new IllegalStateException(
          "policy '"
              + self.name()
              + "' asks for what only a bound may use, and its spec is no bound's");
    }
    BoundAttachment known = bound;
    if (known == null) {
      known = new BoundAttachment(this);
      bound = known;
    }
    return known;
  }

  void checkNode(int node) {
    check();
    if (node < 0 || node >= engine.machine().nodes()) {
      throw new IllegalArgumentException("node " + node + ", which the machine does not have");
    }
  }

  /** The cursor, as long as the policy is attached. */
  private final class RevocableFeed implements HotnessFeed {
    private HotnessStore.Feed open() {
      check();
      return Objects.requireNonNull(self.feed);
    }

    @Override
    public int poll(HotnessEvents into, int max) {
      return open().poll(into, max);
    }

    @Override
    public long pending() {
      return open().pending();
    }
  }

  /** The LRU lists, as long as the policy is attached. */
  private final class RevocableLru implements Lru {
    private final Lru lru;

    RevocableLru(Lru lru) {
      this.lru = lru;
    }

    private Lru open() {
      check();
      return lru;
    }

    @Override
    public long inactivePages() {
      return open().inactivePages();
    }

    @Override
    public long activePages() {
      return open().activePages();
    }

    @Override
    public int scanInactive(int maxPages, LruBatch out) {
      return open().scanInactive(maxPages, out);
    }

    @Override
    public int scanActive(int maxPages, LruBatch out) {
      return open().scanActive(maxPages, out);
    }

    @Override
    public void markAccessed(AddressSpaceView mm, long page) {
      open().markAccessed(mm, page);
    }

    @Override
    public void activate(AddressSpaceView mm, long page) {
      open().activate(mm, page);
    }

    @Override
    public void activate(LruBatch batch, int i) {
      open().activate(batch, i);
    }

    @Override
    public void deactivate(LruBatch batch, int i) {
      open().deactivate(batch, i);
    }
  }
}
