package org.tierlab.source.abit;

import org.tierlab.api.knob.KnobException;
import org.tierlab.api.knob.Knobs;
import org.tierlab.api.machine.MachineView;

/** Where folios shall go: what scans suggest, else the knob {@code target_node}. */
final class TargetNode {
  private final Knobs<AbitKnobs> knobs;
  private final MachineView machine;
  private int fallback;

  TargetNode(Knobs<AbitKnobs> knobs, MachineView machine) {
    this.knobs = knobs;
    this.machine = machine;
    fallback = knobs.get().targetNode();
    if (!isTopTier(fallback)) {
      throw new KnobException(
          "target_node",
          "knob 'target_node' is '" + fallback + "', expected a top-tier node of the machine");
    }
    knobs.onChange(this::changed);
  }

  private boolean isTopTier(int node) {
    return node < machine.nodes() && machine.node(node).topTier();
  }

  /** A target that is not top tier is ignored, as the kernel refuses to store it. */
  private void changed() {
    if (isTopTier(knobs.get().targetNode())) {
      fallback = knobs.get().targetNode();
    }
  }

  /**
   * The target of a process's folios.
   *
   * @param slot the process
   * @param soFar what its present scan has found so far, negative for nothing
   */
  int of(Slot slot, int soFar) {
    if (soFar >= 0) {
      return soFar;
    }
    return slot.targetNode >= 0 ? slot.targetNode : fallback;
  }
}
