package org.tierlab.api.policy;

import java.util.List;
import org.osgi.annotation.versioning.ProviderType;
import org.tierlab.api.RunContext;
import org.tierlab.api.memory.AddressSpaceView;
import org.tierlab.api.memory.Lru;
import org.tierlab.api.time.Kthread;
import org.tierlab.api.time.TaskContext;
import org.tierlab.api.time.TaskView;

/** What the core offers to an attached policy. */
@ProviderType
public interface PolicyContext extends RunContext {
  /**
   * Answers hint faults from now on.
   *
   * @param decision called in the faulting task unless a policy of higher precedence has claimed
   *     the folio
   */
  void onHintFault(FaultDecision decision);

  /**
   * Is told how hint faults ended.
   *
   * @param listener called after each fault
   */
  void onFaultDecided(FaultListener listener);

  /**
   * Is told of memory pressure.
   *
   * @param handler called when kswapd is woken and at direct reclaim
   */
  void onPressure(PressureHandler handler);

  /**
   * Has this policy's {@link PressureHandler} told, as if kswapd were woken, also of every
   * allocation that leaves a node with less free memory than this. TPP's demotion watermark is one.
   *
   * @param node a node
   * @param pages free pages, 0 for never
   */
  void pressureBelow(int node, long pages);

  /**
   * This policy's cursor in the hotness store. Events count as consumed by this policy from the
   * first call on.
   *
   * @return the same feed on every call
   */
  HotnessFeed hotness();

  /**
   * The sources that are attached at present.
   *
   * @return in order of their place in the run
   */
  List<PublishingSource> sources();

  /**
   * Tells a source that this policy has acted on a range that it has published. Sources that do not
   * listen are none the wiser.
   *
   * @param source its number; nothing happens if it has left
   * @param mm number of the address space
   * @param firstPage first page
   * @param pages how many
   */
  void actedOn(int source, int mm, long firstPage, long pages);

  /**
   * Tells every source that a task is where its memory is. Sources that do not listen are none the
   * wiser.
   *
   * @param task the task
   */
  void wellPlaced(TaskView task);

  /**
   * Tells a source whether this policy needs it; whoever says nothing does not count.
   *
   * @param source its number; nothing happens if it has left
   * @param needed false to do without it
   */
  void needs(int source, boolean needed);

  /**
   * Makes folios old, as a policy does that has looked whether they are young: accessed bits are
   * cleared and noted in the young flag, the idle flag is set.
   *
   * @param mm an address space that has not exited
   * @param firstPage a multiple of 64
   * @param mask the head pages among the 64 from there on; what is not mapped is left alone
   */
  void makeOld(AddressSpaceView mm, long firstPage, long mask);

  /**
   * A queue of candidates whose length shows up in the result.
   *
   * @return a new queue
   */
  CandidateQueue candidates();

  /**
   * Has a plan carried out by a kernel thread: it pays for isolation, unmapping, flushes and
   * remapping, and waits for the copies. The thread has no other work until the completion has run.
   *
   * @param plan at least one folio; not changed by the policy until completion
   * @param by the thread
   * @param completion called in that thread when the last folio is done
   */
  void migrate(MigrationPlan plan, Kthread by, MigrationCompletion completion);

  /**
   * Has a plan carried out at once in task context, as direct reclaim does.
   *
   * @param plan at least one folio
   * @param by the task that pays and waits
   * @return outcomes, valid until the next call
   */
  MigrationReport migrate(MigrationPlan plan, TaskContext by);

  /**
   * The LRU lists of a node.
   *
   * @param node a node
   * @return its lists
   */
  Lru lru(int node);

  /**
   * Task placement.
   *
   * @return the scheduler
   */
  Scheduler scheduler();

  /**
   * Wakes kswapd of a node: every policy's {@link PressureHandler} is called.
   *
   * @param node a node
   */
  void wakeKswapd(int node);

  /**
   * What no kernel has, for a policy that declares itself a bound.
   *
   * @return the same on every call
   * @throws IllegalStateException unless the policy's spec says {@link Standing#BOUND}
   */
  BoundContext bound();
}
