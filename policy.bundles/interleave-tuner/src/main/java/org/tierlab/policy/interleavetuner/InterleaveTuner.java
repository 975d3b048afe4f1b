package org.tierlab.policy.interleavetuner;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.tierlab.api.Counts;
import org.tierlab.api.knob.Knobs;
import org.tierlab.api.machine.NodeView;
import org.tierlab.api.policy.PolicyContext;
import org.tierlab.api.time.Counter;
import org.tierlab.api.time.Kthread;

/**
 * The user-space half of weighted interleaving: reads how much bandwidth the nodes use and writes
 * the weights of a DAMOS scheme, whose next application moves the pages.
 *
 * <p>The patches for weighted interleaving in DAMON's migrate_hot leave the weights to user space
 * and say what they are for: an application alone has its memory on DRAM; a second one that needs
 * bandwidth begins, and both are spread; it ends, and the pages come home. How weights are found is
 * not said; {@link WeightControl} is this project's answer. Where home is full, nothing comes back
 * until there is room: a migrate_cold scheme makes it, as the patches' author advises.
 *
 * <p>The program is modelled as a thread that pays for each look. Not thread-safe.
 */
@Counts(
    counter = "interleave_parts_spread",
    unit = "parts",
    about = "Of the weight, moved from the home node to others.",
    source = "model")
@Counts(
    counter = "interleave_parts_home",
    unit = "parts",
    about = "Of the weight, moved back to the home node.",
    source = "model")
public final class InterleaveTuner {
  /** Reading counters and knobs and writing weights, nanoseconds (assumed: some system calls). */
  static final double LOOK_NS = 20_000;

  private static final double PERCENT = 100;

  private final PolicyContext context;
  private final Knobs<InterleaveTunerKnobs> knobs;
  private final Kthread thread;
  private final Counter spread;
  private final Counter home;
  private final long[] trafficBytes;
  private long lookedNs;
  private int toSettle;

  /**
   * Starts the tuner.
   *
   * @param context the run
   * @param knobs its knobs
   */
  public InterleaveTuner(PolicyContext context, Knobs<InterleaveTunerKnobs> knobs) {
    this.context = context;
    this.knobs = knobs;
    spread = context.counter("interleave_parts_spread");
    home = context.counter("interleave_parts_home");
    trafficBytes = new long[context.machine().nodes()];
    thread = context.kthread("interleave-tuner");
    measure();
    sleep();
  }

  private void sleep() {
    thread.after(knobs.get().intervalMs() * 1_000_000, this::look);
  }

  private void look() {
    thread.charge(LOOK_NS);
    double[] usedGBps = measure();
    Map<String, Object> scheme = context.knobsOf(knobs.get().scheme());
    if (scheme != null) {
      Weights written = Weights.of(scheme, context.machine().nodes());
      if (toSettle > 0) {
        toSettle--;
      } else if (written.size() > 0) {
        decide(written, usedGBps);
      }
    }
    sleep();
  }

  private void decide(Weights written, double[] usedGBps) {
    InterleaveTunerKnobs now = knobs.get();
    Weights present = written.inParts(now.parts());
    List<Bandwidth> nodes = new ArrayList<>();
    for (int i = 0; i < present.size(); i++) {
      NodeView node = context.machine().node(present.node(i));
      boolean hasRoom = node.freePages() > node.highWatermark();
      nodes.add(new Bandwidth(usedGBps[node.id()], node.bandwidthGBps(), hasRoom));
    }
    Weights next =
        WeightControl.next(present, nodes, now.highPercent() / PERCENT, now.lowPercent() / PERCENT);
    if (!next.equals(written)) {
      spread.add(Math.max(0, present.weight(0) - next.weight(0)));
      home.add(Math.max(0, next.weight(0) - present.weight(0)));
      context.setKnobs(now.scheme(), next.knobs());
      toSettle = now.settleIntervals();
    }
  }

  /** Bandwidth in use since the last look, by node; zero for no time. */
  private double[] measure() {
    double ns = thread.nowNs() - lookedNs;
    double[] usedGBps = new double[trafficBytes.length];
    for (int node = 0; node < usedGBps.length; node++) {
      long bytes = context.machine().node(node).trafficBytes();
      usedGBps[node] = ns > 0 ? (bytes - trafficBytes[node]) / ns : 0;
      trafficBytes[node] = bytes;
    }
    lookedNs = thread.nowNs();
    return usedGBps;
  }
}
