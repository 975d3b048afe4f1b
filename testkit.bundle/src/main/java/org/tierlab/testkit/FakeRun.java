package org.tierlab.testkit;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.tierlab.api.PluginName;
import org.tierlab.api.RunContext;
import org.tierlab.api.copy.CopyEngine;
import org.tierlab.api.hotness.HintFaultHandler;
import org.tierlab.api.hotness.HotnessSource;
import org.tierlab.api.hotness.PolicyFeedback;
import org.tierlab.api.hotness.SourceContext;
import org.tierlab.api.hotness.WalkCosts;
import org.tierlab.api.memory.AddressSpaceView;
import org.tierlab.api.memory.Vma;
import org.tierlab.api.policy.MigrationOutcome;
import org.tierlab.api.policy.PolicyContext;
import org.tierlab.api.policy.PromotionPolicy;
import org.tierlab.api.policy.PublishingSource;
import org.tierlab.api.time.Counter;
import org.tierlab.api.time.TaskView;
import org.tierlab.api.time.TaskWork;

/**
 * A small situation that a test sets up, advances by hand and inspects.
 *
 * <pre>{@code
 * FakeRun run = new FakeRun(new FakeMachine().dram(1024, 2).cxl(4096), 42);
 * FakeMm mm = run.process("app");
 * mm.map("heap", 256, 1);
 * run.attach(source, Map.of("scan_size_mb", 64));
 * mm.access(3, 4, 5);
 * run.advanceBy(seconds(1));
 * assertThat(run.published())…
 * }</pre>
 *
 * <p>Deterministic: events of one simulated time run in the order kernel threads, then tasks, each
 * in order of creation. Not thread-safe.
 */
public final class FakeRun {
  /** What policies are told of a source that a test plays. */
  static final String NAMELESS = "source";

  private final FakeMachine machine;
  private final long seed;
  private final List<FakeMm> mms = new ArrayList<>();
  private final List<Integer> wellPlaced = new ArrayList<>();
  private final Map<Integer, Map<FakePolicyContext, Boolean>> needs = new TreeMap<>();
  private final List<FakeTask> tasks = new ArrayList<>();
  private final List<FakeSourceContext> sources = new ArrayList<>();
  private final List<SourceContext> detached = new ArrayList<>();
  private final List<FakePolicyContext> policies = new ArrayList<>();
  private final List<FakeRunContext> engines = new ArrayList<>();
  private final List<PublishedEvent> published = new ArrayList<>();
  private final List<Integer> kswapdWakes = new ArrayList<>();
  private final FakeCounters counters = new FakeCounters();
  private final FakeClock clock = new FakeClock();
  private final Map<Integer, FakeLru> lrus = new LinkedHashMap<>();
  private final FakeMigrations migrations = new FakeMigrations(this);
  private final FakeScheduler scheduler = new FakeScheduler(this);
  private final FakeBound bound = new FakeBound(this);
  private WalkCosts walkCosts = new WalkCosts(20, 50, 5);
  private double faultNs = 1_000;
  private double flushNs = 1_600;
  private long flushes;

  /**
   * Makes a run at time 0.
   *
   * @param machine its machine
   * @param seed splits into one random stream per plug-in
   */
  public FakeRun(FakeMachine machine, long seed) {
    this.machine = machine;
    this.seed = seed;
  }

  /**
   * Starts a process.
   *
   * @param name for messages
   * @return its address space, without mappings and tasks
   */
  public FakeMm process(String name) {
    FakeMm mm = new FakeMm(this, mms.size(), name);
    mms.add(mm);
    return mm;
  }

  /**
   * Adds the page cache of a file, all of it present.
   *
   * @param file its name
   * @param pages length
   * @param order folio order
   * @param node where it is
   * @return the page cache; {@link FakeMm#read} and {@link FakeMm#write} reach it
   */
  public FakeMm pageCache(String file, long pages, int order, int node) {
    FakeMm cache = process(file);
    cache.map(file, pages, order, Vma.Kind.PAGE_CACHE, node);
    return cache;
  }

  /**
   * Makes a context for one more source, for tests that construct the algorithm themselves.
   *
   * @param knobs values by knob name; others take their defaults
   * @return a context
   */
  public SourceContext sourceContext(Map<String, ?> knobs) {
    return sourceContext(NAMELESS, knobs);
  }

  /**
   * Makes a context for one more source of a plug-in.
   *
   * @param plugin what policies are told of it
   * @param knobs values by knob name; others take their defaults
   * @return a context
   */
  public SourceContext sourceContext(String plugin, Map<String, ?> knobs) {
    FakeSourceContext context = new FakeSourceContext(this, sources.size(), plugin, knobs);
    sources.add(context);
    return context;
  }

  /**
   * Makes a context for one more policy, lower in precedence than those before.
   *
   * @param knobs values by knob name; others take their defaults
   * @return a context
   */
  public PolicyContext policyContext(Map<String, ?> knobs) {
    FakePolicyContext context = new FakePolicyContext(this, policies.size(), knobs);
    policies.add(context);
    return context;
  }

  /**
   * Makes a context for a copy engine.
   *
   * @param knobs values by knob name; others take their defaults
   * @return a context
   */
  public RunContext engineContext(Map<String, ?> knobs) {
    FakeRunContext context = new FakeRunContext(this, "engine-" + engines.size(), knobs);
    engines.add(context);
    return context;
  }

  /**
   * Attaches a source.
   *
   * @param source a source
   * @param knobs values by knob name; others take their defaults
   */
  public void attach(HotnessSource source, Map<String, ?> knobs) {
    PluginName plugin = source.getClass().getAnnotation(PluginName.class);
    source.attach(sourceContext(plugin == null ? NAMELESS : plugin.name(), knobs));
  }

  /**
   * Attaches a policy.
   *
   * @param policy a policy
   * @param knobs values by knob name; others take their defaults
   */
  public void attach(PromotionPolicy policy, Map<String, ?> knobs) {
    PolicyContext context = policyContext(knobs);
    ((FakePolicyContext) context).standing(policy.spec().standing());
    policy.attach(context);
  }

  /**
   * Attaches a copy engine. The run does not copy with it; a test calls it with a {@link
   * FakeCopyBatch}.
   *
   * @param engine an engine
   * @param knobs values by knob name; others take their defaults
   */
  public void attach(CopyEngine engine, Map<String, ?> knobs) {
    engine.attach(engineContext(knobs));
  }

  /**
   * Takes a source out of the run: policies do not find it any more. It is not stopped.
   *
   * @param source its context
   */
  public void detach(SourceContext source) {
    detached.add(source);
  }

  /**
   * Changes a knob of every attached plug-in that has it.
   *
   * @param name the knob's name, or the kernel's name of it
   * @param value the new value
   * @throws org.tierlab.api.knob.KnobException if the value is refused
   */
  public void setKnob(String name, Object value) {
    boolean known = false;
    for (List<? extends FakeRunContext> contexts : List.of(sources, policies, engines)) {
      for (FakeRunContext context : contexts) {
        known |= context.setKnob(name, value);
      }
    }
    if (!known) {
      throw new IllegalArgumentException("no attached plug-in has a knob '" + name + "'");
    }
  }

  /**
   * Lets time pass; tasks sleep.
   *
   * @param ns simulated nanoseconds
   */
  public void advanceBy(long ns) {
    run(List.of(), ns);
  }

  /**
   * Lets time pass up to and including a moment; tasks sleep.
   *
   * @param untilNs simulated nanoseconds, not in the past
   */
  public void advanceTo(long untilNs) {
    run(List.of(), untilNs - nowNs());
  }

  /**
   * Lets time pass while all tasks run.
   *
   * @param ns simulated nanoseconds
   */
  public void runTasks(long ns) {
    run(tasks, ns);
  }

  void run(List<FakeTask> running, long ns) {
    clock.run(running, ns);
  }

  /**
   * A read by a task: allocates on the task's node if nothing is present, takes a hint fault if the
   * page is marked, and sets the accessed bit.
   *
   * @param task the task
   * @param pages dense page numbers, in order of access
   */
  public void touch(FakeTask task, long... pages) {
    for (long page : pages) {
      access(task, page, false);
    }
  }

  /**
   * A write by a task, otherwise as {@link #touch}.
   *
   * @param task the task
   * @param pages dense page numbers, in order of access
   */
  public void write(FakeTask task, long... pages) {
    for (long page : pages) {
      access(task, page, true);
    }
  }

  private void access(FakeTask task, long page, boolean write) {
    FakeMm mm = task.fakeMm();
    long head = mm.head(page);
    task.wake();
    if (!mm.table().isPresent(head)) {
      int usual = nodeWithRoom(task.node(), mm.vmaOf(head).folioPages());
      int node = bound.allocationNode(mm, head, usual);
      mm.place(head, node);
      allocated(node);
    }
    List<FakeSourceContext> marking =
        sources.stream().filter(source -> mm.table().isMarked(source.index(), head)).toList();
    if (!marking.isEmpty()) {
      marking.forEach(source -> mm.table().clearMark(source.index(), head));
      task.charge(faultNs);
    }
    for (FakeSourceContext source : marking) {
      HintFaultHandler handler = source.handler();
      if (handler != null) {
        handler.hintFault(new FakeHintFault(this, source.index(), task, head, write));
      }
    }
    mm.table().setAccessed(head);
    if (write) {
      mm.table().setDirty(head);
    }
    sources.forEach(source -> source.hardware().accessed(task, page, write));
    bound.accessed(task, head);
  }

  /**
   * Scripts what bounds foresee: a task's accesses from its first one on. The test makes them.
   *
   * @param task the task
   * @param pages dense page numbers
   */
  public void foresee(FakeTask task, long... pages) {
    bound.foresee(task, pages);
  }

  void allocated(int node) {
    policies.forEach(policy -> policy.allocated(node));
  }

  private int nodeWithRoom(int first, int pages) {
    if (machine.node(first).freePages() >= pages) {
      return first;
    }
    for (int node = 0; node < machine.nodes(); node++) {
      if (machine.node(node).freePages() >= pages) {
        return node;
      }
    }
    throw new IllegalStateException("no node has " + pages + " free pages");
  }

  /**
   * Sets what page-table walks cost; at first 20 ns to test and clear, 50 ns to change, 5 ns to
   * skip an entry.
   *
   * @param costs the costs
   */
  public void walkCosts(WalkCosts costs) {
    walkCosts = costs;
  }

  WalkCosts walkCosts() {
    return walkCosts;
  }

  /**
   * Sets what a hint fault charges before the source's handler runs; at first 1 µs.
   *
   * @param ns nanoseconds
   */
  public void faultCostNs(double ns) {
    faultNs = ns;
  }

  /**
   * Sets what a TLB shootdown costs; at first 1.6 µs.
   *
   * @param ns nanoseconds
   */
  public void flushCostNs(double ns) {
    flushNs = ns;
  }

  /**
   * Sets what a migration charges for each folio of its plan; at first nothing.
   *
   * @param ns nanoseconds
   */
  public void migrationCostNs(double ns) {
    migrations.costPerFolioNs(ns);
  }

  /**
   * Lets every attempt to move a folio end with an outcome from now on.
   *
   * @param mm its address space
   * @param page a page of it
   * @param outcome the outcome
   */
  public void refuse(FakeMm mm, long page, MigrationOutcome outcome) {
    migrations.refuse(mm, page, outcome);
  }

  /**
   * Puts a task into direct reclaim: policies are told.
   *
   * @param task the task
   * @param node the node that is short
   */
  public void directReclaim(FakeTask task, int node) {
    task.wake();
    policies.forEach(policy -> policy.pressure(node, task));
  }

  /**
   * Wakes kswapd: policies are told.
   *
   * @param node the node that is short
   */
  public void wakeKswapd(int node) {
    kswapdWakes.add(node);
    policies.forEach(policy -> policy.pressure(node, null));
  }

  /**
   * The simulated clock.
   *
   * @return nanoseconds
   */
  public long nowNs() {
    return clock.nowNs();
  }

  /**
   * The machine.
   *
   * @return as given
   */
  public FakeMachine machine() {
    return machine;
  }

  /**
   * Every event published so far, hint faults included.
   *
   * @return in order of publication
   */
  public List<PublishedEvent> published() {
    return Collections.unmodifiableList(published);
  }

  /**
   * Every folio of every plan so far, hint faults included.
   *
   * @return in the order of the plans
   */
  public List<Move> moves() {
    return Collections.unmodifiableList(migrations.moves());
  }

  /**
   * Requests for task placement.
   *
   * @return in order
   */
  public List<SchedulerCall> schedulerCalls() {
    return Collections.unmodifiableList(scheduler.calls());
  }

  /**
   * Nodes whose kswapd was woken.
   *
   * @return in order, with repetitions
   */
  public List<Integer> kswapdWakes() {
    return Collections.unmodifiableList(kswapdWakes);
  }

  /**
   * The kernel threads of all plug-ins.
   *
   * @return in order of creation
   */
  public List<FakeKthread> kthreads() {
    return clock.kthreads();
  }

  /**
   * A kernel thread by name.
   *
   * @param name its name
   * @return the first of that name
   */
  public FakeKthread kthread(String name) {
    return kthreads().stream()
        .filter(kthread -> kthread.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no kernel thread '" + name + "'"));
  }

  /**
   * The value of a counter.
   *
   * @param name a vmstat name
   * @return events counted, 0 if nobody asked for the counter
   */
  public long counter(String name) {
    return counters.values().getOrDefault(name, 0L);
  }

  /**
   * All counters that a plug-in asked for.
   *
   * @return values by name, in the order of first use
   */
  public Map<String, Long> counters() {
    return counters.values();
  }

  /**
   * TLB shootdowns whose cost a plug-in asked for.
   *
   * @return how many
   */
  public long flushes() {
    return flushes;
  }

  /**
   * The address spaces that have not exited.
   *
   * @return in order of creation
   */
  public List<AddressSpaceView> addressSpaces() {
    return List.copyOf(mms.stream().filter(mm -> !mm.exited() && !mm.isPageCache()).toList());
  }

  /**
   * The page caches of files.
   *
   * @return in order of creation
   */
  public List<AddressSpaceView> pageCaches() {
    return List.copyOf(mms.stream().filter(FakeMm::isPageCache).toList());
  }

  /** Everything that has folios: processes that have not exited and page caches. */
  List<FakeMm> spaces() {
    return mms.stream().filter(mm -> !mm.exited()).toList();
  }

  /**
   * The tasks that have not exited.
   *
   * @return in order of creation
   */
  public List<TaskView> tasks() {
    return List.copyOf(tasks.stream().filter(task -> !task.exited()).toList());
  }

  long seed() {
    return seed;
  }

  @Nullable FakeMm addressSpace(int id) {
    return id >= 0 && id < mms.size() ? mms.get(id) : null;
  }

  FakeMm requireAddressSpace(int id) {
    return mms.get(id);
  }

  FakeMm fake(AddressSpaceView mm) {
    FakeMm known = addressSpace(mm.id());
    if (known != mm) {
      throw new IllegalArgumentException(mm + " is no address space of this run");
    }
    return known;
  }

  FakeTask fake(TaskView task) {
    return tasks.get(task.id());
  }

  FakeTask addTask(String name, FakeMm mm) {
    FakeTask task = new FakeTask(this, tasks.size(), name, mm, tasks.size() % machine.cpus());
    tasks.add(task);
    return task;
  }

  FakeKthread addKthread(String name) {
    FakeKthread kthread = new FakeKthread(this, name);
    clock.add(kthread);
    return kthread;
  }

  void addTaskWork(TaskWork work) {
    clock.add(work);
  }

  void store(List<PublishedEvent> events) {
    published.addAll(events);
  }

  @Nullable FakeRunContext contextOf(String name) {
    for (List<? extends FakeRunContext> contexts : List.of(policies, sources, engines)) {
      for (FakeRunContext context : contexts) {
        if (context.name().equals(name)) {
          return context;
        }
      }
    }
    return null;
  }

  List<String> publishingSourcesBefore(int index) {
    return sources.stream().limit(index).map(FakeSourceContext::plugin).toList();
  }

  List<PublishingSource> publishingSources() {
    return sources.stream()
        .filter(source -> !detached.contains(source))
        .map(FakeSourceContext::identity)
        .toList();
  }

  void actedOn(int source, int mm, long firstPage, long pages) {
    PolicyFeedback feedback = feedbackOf(source);
    if (feedback != null) {
      feedback.actedOn(mm, firstPage, pages);
    }
  }

  void wellPlaced(TaskView task) {
    wellPlaced.add(task.id());
    for (FakeSourceContext source : sources) {
      PolicyFeedback feedback = source.feedback();
      if (feedback != null && !detached.contains(source)) {
        feedback.wellPlaced(task);
      }
    }
  }

  /**
   * Tasks that policies have found where their memory is.
   *
   * @return their ids, in order, again for each time
   */
  public List<Integer> wellPlacedTasks() {
    return List.copyOf(wellPlaced);
  }

  void needs(FakePolicyContext policy, int source, boolean needed) {
    boolean before = wanted(source);
    needs.computeIfAbsent(source, unused -> new LinkedHashMap<>()).put(policy, needed);
    PolicyFeedback feedback = feedbackOf(source);
    if (feedback != null && wanted(source) != before) {
      feedback.wanted(wanted(source));
    }
  }

  /**
   * Whether any policy needs a source.
   *
   * @param source its number, in order of attaching
   * @return false if all that have said so do without it
   */
  public boolean wanted(int source) {
    Map<FakePolicyContext, Boolean> said = needs.get(source);
    return said == null || said.containsValue(true);
  }

  private @Nullable PolicyFeedback feedbackOf(int source) {
    return sources.stream()
        .filter(one -> one.index() == source && !detached.contains(one))
        .map(FakeSourceContext::feedback)
        .filter(Objects::nonNull)
        .findFirst()
        .orElse(null);
  }

  List<FakePolicyContext> policies() {
    return policies;
  }

  FakeMigrations migrations() {
    return migrations;
  }

  FakeBound bound() {
    return bound;
  }

  FakeScheduler scheduler() {
    return scheduler;
  }

  FakeLru lru(int node) {
    return lrus.computeIfAbsent(node, key -> new FakeLru(this, key));
  }

  Counter vmstat(String name) {
    return counters.counter(name);
  }

  double flush() {
    flushes++;
    return flushNs;
  }
}
