package org.tierlab.source.lruscan;

import java.util.List;
import org.tierlab.api.hotness.SourceContext;
import org.tierlab.api.knob.Knobs;
import org.tierlab.api.memory.AddressSpaceView;
import org.tierlab.api.time.Kthread;

/**
 * Aging on request: walks for the youngest generation, then makes a new one ({@code
 * try_to_inc_max_seq()}), as a write to /sys/kernel/debug/lru_gen asks for.
 *
 * <p>Accessed folios join the generation that was the youngest when the walk began, so that what
 * was not accessed for two agings is no longer active. Nothing is reported. A node whose {@code
 * mm_state->seq} has reached {@code max_seq} refuses: its list has been walked already; as posted,
 * the walks of klruscand do that.
 *
 * <p>Deviations: reclaim never asks for a generation; slow nodes only; a thread {@code lru_gen_age}
 * stands for whoever writes to the file.
 */
final class AgingThread {
  private final Knobs<LruScanKnobs> knobs;
  private final List<NodeState> nodes;
  private final Generations generations;
  private final LruScanCounters counters;
  private final Kthread thread;
  private final MmListWalk walk;
  private int node;
  private boolean walked;

  AgingThread(
      SourceContext context,
      Knobs<LruScanKnobs> knobs,
      List<NodeState> nodes,
      Generations generations,
      LruScanCounters counters) {
    this.knobs = knobs;
    this.nodes = nodes;
    this.generations = generations;
    this.counters = counters;
    thread = context.kthread("lru_gen_age");
    walk = new MmListWalk(context, thread, counters, generations);
    schedule();
    knobs.onChange(this::changed);
  }

  private void changed() {
    if (!thread.pending()) {
      schedule();
    }
  }

  private void schedule() {
    if (knobs.get().agingNs() > 0 && !nodes.isEmpty()) {
      thread.after(knobs.get().agingNs(), this::age);
    }
  }

  private void age() {
    if (!knobs.get().core() || knobs.get().agingNs() == 0) {
      schedule();
      return;
    }
    node = 0;
    walked = false;
    generations.census();
    proceed();
  }

  private void proceed() {
    while (node < nodes.size()) {
      NodeState state = nodes.get(node);
      if (!walked && !begin(state)) {
        counters.agingsRefused.add(1);
        schedule();
        return;
      }
      if (!walk.proceed(Integer.MAX_VALUE, AgingThread::drop)) {
        thread.after(0, this::proceed);
        return;
      }
      state.seq++;
      walked = false;
      node++;
    }
    generations.incMaxSeq();
    counters.agings.add(1);
    generations.census();
    schedule();
  }

  private boolean begin(NodeState state) {
    if (generations.maxSeq() <= state.seq) {
      return false;
    }
    walked = true;
    if (knobs.get().mmWalk()) {
      walk.begin(state, generations.maxSeq(), knobs.get().forceScan(), knobs.get().nonleafYoung());
    }
    return true;
  }

  private static void drop(AddressSpaceView mm, FoundPages found) {
    found.clear();
  }
}
