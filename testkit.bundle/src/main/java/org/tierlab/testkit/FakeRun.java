package org.tierlab.testkit;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tierlab.api.PluginName;
import org.tierlab.api.RunContext;
import org.tierlab.api.copy.CopyEngine;
import org.tierlab.api.hotness.HotnessSource;
import org.tierlab.api.hotness.SourceContext;
import org.tierlab.api.hotness.WalkCosts;
import org.tierlab.api.memory.AddressSpaceView;
import org.tierlab.api.memory.Vma;
import org.tierlab.api.policy.MigrationOutcome;
import org.tierlab.api.policy.PolicyContext;
import org.tierlab.api.policy.PromotionPolicy;
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
public final class FakeRun extends RunRecord {
  /** What policies are told of a source that a test plays. */
  static final String NAMELESS = "source";

  private final FakeMachine machine;
  private final long seed;
  private final FakeProcesses processes = new FakeProcesses(this);
  private final FakePlugins plugins = new FakePlugins(this);
  private final FakeFeedback feedback = new FakeFeedback(plugins);
  private final FakeAccesses accesses = new FakeAccesses(this);
  private final FakeClock clock = new FakeClock();
  private final Map<Integer, FakeLru> lrus = new LinkedHashMap<>();
  private final FakeMigrations migrations = new FakeMigrations(this);
  private final FakeScheduler scheduler = new FakeScheduler(this);
  private final FakeBound bound = new FakeBound(this);
  private WalkCosts walkCosts = new WalkCosts(20, 50, 5);
  private double flushNs = 1_600;

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
    return processes.add(name);
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
    return plugins.addSource(plugin, knobs);
  }

  /**
   * Makes a context for one more policy, lower in precedence than those before.
   *
   * @param knobs values by knob name; others take their defaults
   * @return a context
   */
  public PolicyContext policyContext(Map<String, ?> knobs) {
    return plugins.addPolicy(knobs);
  }

  /**
   * Makes a context for a copy engine.
   *
   * @param knobs values by knob name; others take their defaults
   * @return a context
   */
  public RunContext engineContext(Map<String, ?> knobs) {
    return plugins.addEngine(knobs);
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
    plugins.detach(source);
  }

  /**
   * Changes a knob of every attached plug-in that has it.
   *
   * @param name the knob's name, or the kernel's name of it
   * @param value the new value
   * @throws org.tierlab.api.knob.KnobException if the value is refused
   */
  public void setKnob(String name, Object value) {
    plugins.setKnob(name, value);
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
    run(processes.allTasks(), ns);
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
      accesses.make(task, page, false);
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
      accesses.make(task, page, true);
    }
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
    plugins.policies().forEach(policy -> policy.allocated(node));
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
    accesses.faultCostNs(ns);
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
    plugins.policies().forEach(policy -> policy.pressure(node, task));
  }

  /**
   * Wakes kswapd: policies are told.
   *
   * @param node the node that is short
   */
  public void wakeKswapd(int node) {
    kswapdWoken.add(node);
    plugins.policies().forEach(policy -> policy.pressure(node, null));
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
   * The address spaces that have not exited.
   *
   * @return in order of creation
   */
  public List<AddressSpaceView> addressSpaces() {
    return processes.addressSpaces();
  }

  /**
   * The page caches of files.
   *
   * @return in order of creation
   */
  public List<AddressSpaceView> pageCaches() {
    return processes.pageCaches();
  }

  /**
   * The tasks that have not exited.
   *
   * @return in order of creation
   */
  public List<TaskView> tasks() {
    return processes.liveTasks();
  }

  long seed() {
    return seed;
  }

  FakeKthread addKthread(String name) {
    FakeKthread kthread = new FakeKthread(this, name);
    clock.add(kthread);
    return kthread;
  }

  int addTaskWork(TaskWork work) {
    return clock.add(work);
  }

  void store(List<PublishedEvent> events) {
    publishedEvents.addAll(events);
  }

  FakePlugins plugins() {
    return plugins;
  }

  FakeProcesses processes() {
    return processes;
  }

  @Override
  FakeFeedback feedback() {
    return feedback;
  }

  @Override
  FakeMigrations migrations() {
    return migrations;
  }

  FakeBound bound() {
    return bound;
  }

  @Override
  FakeScheduler scheduler() {
    return scheduler;
  }

  @Override
  FakeClock clock() {
    return clock;
  }

  FakeLru lru(int node) {
    return lrus.computeIfAbsent(node, key -> new FakeLru(this, key));
  }

  Counter vmstat(String name) {
    return counters.counter(name);
  }

  double flush() {
    flushCount++;
    return flushNs;
  }
}
