package org.tierlab.testkit;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/** What has happened in a {@link FakeRun} so far, for a test to look at. */
public abstract class RunRecord {
  final List<PublishedEvent> publishedEvents = new ArrayList<>();
  final List<Integer> kswapdWoken = new ArrayList<>();
  final FakeCounters counters = new FakeCounters();
  long flushCount;

  RunRecord() {}

  abstract FakeMigrations migrations();

  abstract FakeScheduler scheduler();

  abstract FakeFeedback feedback();

  abstract FakeClock clock();

  /**
   * Every event published so far, hint faults included.
   *
   * @return in order of publication
   */
  public List<PublishedEvent> published() {
    return Collections.unmodifiableList(publishedEvents);
  }

  /**
   * Every folio of every plan so far, hint faults included.
   *
   * @return in the order of the plans
   */
  public List<Move> moves() {
    return Collections.unmodifiableList(migrations().moves());
  }

  /**
   * Requests for task placement.
   *
   * @return in order
   */
  public List<SchedulerCall> schedulerCalls() {
    return Collections.unmodifiableList(scheduler().calls());
  }

  /**
   * Nodes whose kswapd was woken.
   *
   * @return in order, with repetitions
   */
  public List<Integer> kswapdWakes() {
    return Collections.unmodifiableList(kswapdWoken);
  }

  /**
   * The kernel threads of all plug-ins.
   *
   * @return in order of creation
   */
  public List<FakeKthread> kthreads() {
    return clock().kthreads();
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
    return flushCount;
  }

  /**
   * Tasks that policies have found where their memory is.
   *
   * @return their ids, in order, again for each time
   */
  public List<Integer> wellPlacedTasks() {
    return feedback().wellPlacedTasks();
  }

  /**
   * Whether any policy needs a source.
   *
   * @param source its number, in order of attaching
   * @return false if all that have said so do without it
   */
  public boolean wanted(int source) {
    return feedback().wanted(source);
  }
}
