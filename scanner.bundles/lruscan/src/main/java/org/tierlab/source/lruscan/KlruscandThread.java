package org.tierlab.source.lruscan;

import java.util.List;
import org.tierlab.api.hotness.HotnessEvents;
import org.tierlab.api.hotness.SourceContext;
import org.tierlab.api.knob.Knobs;
import org.tierlab.api.memory.AddressSpaceView;
import org.tierlab.api.time.Kthread;

/**
 * klruscand: walks all mms for each slow node at a steady interval, and reports what was accessed.
 *
 * <p>From "mm: klruscand: use mglru scanning for page promotion" (mm/klruscand.c), as in the series
 * of pghot. A walk stays in the present generation and makes none. If walks take longer than the
 * interval, the next follows at once.
 */
final class KlruscandThread {
  private final SourceContext context;
  private final Knobs<LruScanKnobs> knobs;
  private final List<NodeState> nodes;
  private final Generations generations;
  private final LruScanCounters counters;
  private final Kthread thread;
  private final MmListWalk walk;
  private final HotnessEvents events = new HotnessEvents();
  private int node;
  private long beganNs;

  KlruscandThread(
      SourceContext context,
      Knobs<LruScanKnobs> knobs,
      List<NodeState> nodes,
      Generations generations,
      LruScanCounters counters) {
    this.context = context;
    this.knobs = knobs;
    this.nodes = nodes;
    this.generations = generations;
    this.counters = counters;
    thread = context.kthread("klruscand");
    walk = new MmListWalk(context, thread, counters, generations);
    thread.after(0, this::wake);
  }

  private void wake() {
    beganNs = thread.nowNs();
    if (!knobs.get().core() || nodes.isEmpty()) {
      thread.after(knobs.get().intervalNs(), this::wake);
      return;
    }
    counters.walks.add(1);
    node = 0;
    beginNode();
    proceed();
  }

  private void beginNode() {
    walk.begin(nodes.get(node), generations.maxSeq(), false, knobs.get().nonleafYoung());
  }

  private void proceed() {
    while (walk.proceed(knobs.get().klruscandBatch(), this::report)) {
      endNode();
      if (++node == nodes.size()) {
        sleep();
        return;
      }
      beginNode();
    }
    thread.after(0, this::proceed);
  }

  /** The posted code lets each pass advance what aging compares its generation with. */
  private void endNode() {
    if (knobs.get().walkSeq() == LruScanKnobs.WalkSeq.SHARED) {
      nodes.get(node).seq++;
    }
  }

  private void sleep() {
    generations.census();
    long tookNs = thread.nowNs() - beganNs;
    counters.longestWalkUs.set(Math.max(counters.longestWalkUs.value(), tookNs / 1000));
    long restNs = knobs.get().intervalNs() - tookNs;
    if (restNs < 0) {
      counters.overruns.add(1);
    }
    thread.after(Math.max(0, restNs), this::wake);
  }

  private void report(AddressSpaceView mm, FoundPages found) {
    counters.recorded.add(found.pages());
    found.drainTo(events, mm, thread.nowNs());
    if (events.size() > 0) {
      context.publish(events);
    }
  }
}
