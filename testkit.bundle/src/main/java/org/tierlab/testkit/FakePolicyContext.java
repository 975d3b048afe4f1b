package org.tierlab.testkit;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.tierlab.api.hotness.HotnessEvents;
import org.tierlab.api.memory.AddressSpaceView;
import org.tierlab.api.memory.FolioFlag;
import org.tierlab.api.memory.Lru;
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

/** What a {@link FakeRun} offers to one policy. */
final class FakePolicyContext extends FakeRunContext implements PolicyContext {
  private final int index;
  private final List<FaultDecision> decisions = new ArrayList<>();
  private final List<FaultListener> listeners = new ArrayList<>();
  private final List<PressureHandler> pressureHandlers = new ArrayList<>();
  private final Map<Integer, Long> pressureBelow = new HashMap<>();
  private final HotnessFeed feed = new Feed();
  private Standing standing = Standing.BOUND;

  FakePolicyContext(FakeRun run, int index, Map<String, ?> values) {
    super(run, "policy-" + index, values);
    this.index = index;
  }

  int index() {
    return index;
  }

  List<FaultDecision> decisions() {
    return decisions;
  }

  List<FaultListener> listeners() {
    return listeners;
  }

  void standing(Standing declared) {
    standing = declared;
  }

  @Override
  public BoundContext bound() {
    if (standing != Standing.BOUND) {
      throw new IllegalStateException("the policy's spec is no bound's");
    }
    return run.bound();
  }

  void pressure(int node, @org.jspecify.annotations.Nullable TaskContext direct) {
    List.copyOf(pressureHandlers).forEach(handler -> handler.pressure(node, direct));
  }

  /** Tells of an allocation on a node, if it has left less than the policy wants to know of. */
  void allocated(int node) {
    if (run.machine().node(node).freePages() < pressureBelow.getOrDefault(node, 0L)) {
      pressure(node, null);
    }
  }

  @Override
  public void pressureBelow(int node, long pages) {
    pressureBelow.put(node, pages);
  }

  @Override
  public void onHintFault(FaultDecision decision) {
    decisions.add(decision);
  }

  @Override
  public void onFaultDecided(FaultListener listener) {
    listeners.add(listener);
  }

  @Override
  public void onPressure(PressureHandler handler) {
    pressureHandlers.add(handler);
  }

  @Override
  public HotnessFeed hotness() {
    return feed;
  }

  @Override
  public List<PublishingSource> sources() {
    return run.plugins().publishingSources();
  }

  @Override
  public void actedOn(int source, int mm, long firstPage, long pages) {
    run.feedback().actedOn(source, mm, firstPage, pages);
  }

  @Override
  public void wellPlaced(TaskView task) {
    run.feedback().wellPlaced(task);
  }

  @Override
  public void needs(int source, boolean needed) {
    run.feedback().needs(this, source, needed);
  }

  @Override
  public void makeOld(AddressSpaceView mm, long firstPage, long mask) {
    PageTableWriter table = run.processes().fake(mm).writer(0);
    long[] idle = new long[1];
    table.present(firstPage, 1, idle);
    idle[0] &= mask;
    long[] young = new long[1];
    for (long rest = idle[0]; rest != 0; rest &= rest - 1) {
      long bit = rest & -rest;
      if (table.testAndClearAccessed(firstPage + Long.numberOfTrailingZeros(bit))) {
        young[0] |= bit;
      }
    }
    table.setFlag(FolioFlag.YOUNG, firstPage, 1, young);
    table.setFlag(FolioFlag.IDLE, firstPage, 1, idle);
  }

  @Override
  public CandidateQueue candidates() {
    return new Queue();
  }

  @Override
  public void migrate(MigrationPlan plan, Kthread by, MigrationCompletion completion) {
    run.migrations().carryOut(index, plan, by, completion);
  }

  @Override
  public MigrationReport migrate(MigrationPlan plan, TaskContext by) {
    return run.migrations().carryOut(index, plan, by);
  }

  @Override
  public Lru lru(int node) {
    return run.lru(node);
  }

  @Override
  public Scheduler scheduler() {
    return run.scheduler();
  }

  @Override
  public void wakeKswapd(int node) {
    run.wakeKswapd(node);
  }

  /** A cursor in the run's published events. */
  private final class Feed implements HotnessFeed {
    private int next;

    @Override
    public int poll(HotnessEvents into, int max) {
      into.clear();
      int moved = 0;
      for (; moved < max && next < run.published().size(); moved++) {
        append(into, run.published().get(next++));
      }
      return moved;
    }

    private void append(HotnessEvents into, PublishedEvent event) {
      HotnessEvents one = new HotnessEvents();
      one.add(
          run.processes().requireAddressSpace(event.mm()),
          event.firstPage(),
          event.pages(),
          event.count(),
          event.ageNs(),
          event.node(),
          event.targetHint(),
          event.fromNs(),
          event.toNs());
      one.outOf(event.most());
      into.addFrom(one, 0, event.source());
    }

    @Override
    public long pending() {
      return (long) run.published().size() - next;
    }
  }

  /** A plain queue. */
  private static final class Queue implements CandidateQueue {
    private final ArrayDeque<Candidate> candidates = new ArrayDeque<>();

    private record Candidate(AddressSpaceView mm, long page, int target) {}

    @Override
    public void add(AddressSpaceView mm, long page, int target) {
      candidates.add(new Candidate(mm, page, target));
    }

    @Override
    public int drainTo(MigrationPlan into, int max, int fallbackTarget) {
      int moved = 0;
      while (moved < max) {
        Candidate candidate = candidates.poll();
        if (candidate == null) {
          break;
        }
        int target = candidate.target() < 0 ? fallbackTarget : candidate.target();
        into.add(candidate.mm(), candidate.page(), target);
        moved++;
      }
      return moved;
    }

    @Override
    public long size() {
      return candidates.size();
    }
  }
}
